package io.carekeep.alarm;

import io.carekeep.base.Check;
import java.util.regex.Pattern;

/// What is wrong. Each module names its own kinds; this one knows only how they may be called.
/// @param name lower-case words joined by '-', such as `policy-unreadable`
public record Kind(String name) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    /// The row of a case was altered in the database.
    public static final Kind CASE_ALTERED = new Kind("case-altered");
    /// Pages could not be delivered for a while.
    public static final Kind PAGES_STUCK = new Kind("pages-stuck");

    public Kind {
        Check.that(NAME.matcher(name).matches(), "a kind has a name of at most 40 lower-case letters");
    }

    // A text that is none makes the row an altered one: its seal has another.
    static Kind stored(String text) {
        return NAME.matcher(text).matches() ? new Kind(text) : new Kind("unknown");
    }

    @Override
    public String toString() {
        return name;
    }
}
