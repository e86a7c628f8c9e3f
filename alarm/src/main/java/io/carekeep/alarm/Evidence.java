package io.carekeep.alarm;

import io.carekeep.base.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What shows that something is wrong: numbers, and words of fixed sets. There is no field for text, so nothing of a
/// record can get in.
public record Evidence(List<Field> fields) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final Pattern VALUE = Pattern.compile("-?[0-9]{1,19}|[a-z][a-z0-9-]{0,39}");
    private static final int FIELDS_MAX = 50;

    public static final Evidence NONE = new Evidence(List.of());

    /// @param name from code
    /// @param value a number, or one word of a fixed set
    public record Field(String name, String value) {

        public Field {
            Check.that(NAME.matcher(name).matches(), "a field of evidence has a name");
            Check.that(VALUE.matcher(value).matches(), "evidence is numbers and words of fixed sets");
        }
    }

    public Evidence {
        fields = List.copyOf(fields);
        Check.that(fields.size() <= FIELDS_MAX, "evidence is short");
    }

    public Evidence with(String name, long value) {
        return with(new Field(name, Long.toString(value)));
    }

    public Evidence with(String name, Enum<?> value) {
        return with(new Field(name, value.name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }

    private Evidence with(Field field) {
        var more = new ArrayList<>(fields);
        more.add(field);
        return new Evidence(more);
    }

    /// On one line, such as `flaws=2 first=damaged`.
    public String text() {
        return fields.stream().map(each -> each.name() + "=" + each.value()).collect(Collectors.joining(" "));
    }

    static Evidence parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        return new Evidence(Arrays.stream(text.split(" ", -1))
                .map(each -> each.split("=", 2))
                .map(each -> new Field(each[0], each[1]))
                .toList());
    }
}
