package io.carekeep.fhir.path;

import io.carekeep.fhir.path.Item.Text;
import io.carekeep.fhir.path.Item.Truth;
import io.carekeep.fhir.path.Item.Whole;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Functions on strings: https://hl7.org/fhirpath/N1/#string-manipulation.
final class Strings {

    /// The longest string that an expression may build.
    static final int LENGTH_MAX = 1_000_000;

    private Strings() {}

    static Map<String, Function> functions() {
        return Map.ofEntries(
                Map.entry("indexOf", Function.texts((text, part) -> new Whole(text.indexOf(part)))),
                Map.entry("lastIndexOf", Function.texts((text, part) -> new Whole(text.lastIndexOf(part)))),
                Map.entry("startsWith", Function.texts((text, part) -> Truth.of(text.startsWith(part)))),
                Map.entry("endsWith", Function.texts((text, part) -> Truth.of(text.endsWith(part)))),
                Map.entry("contains", Function.texts((text, part) -> Truth.of(text.contains(part)))),
                Map.entry("matches", Function.texts((text, regex) -> Truth.of(Regex.finds(regex, text)))),
                Map.entry("matchesFull", Function.texts((text, regex) -> Truth.of(Regex.matches(regex, text)))),
                Map.entry("upper", Function.text(text -> new Text(text.toUpperCase(Locale.ROOT)))),
                Map.entry("lower", Function.text(text -> new Text(text.toLowerCase(Locale.ROOT)))),
                Map.entry("trim", Function.text(text -> new Text(text.strip()))),
                Map.entry("length", Function.text(text -> new Whole(text.length()))),
                Map.entry("toChars", Function.of0(Strings::characters)),
                Map.entry("substring", Function.of(1, 2, Strings::substring)),
                Map.entry("replace", Function.of(2, 2, Strings::replace)),
                Map.entry("replaceMatches", Function.of(2, 2, Strings::replaceMatches)),
                Map.entry("split", Function.texts(Strings::split)),
                Map.entry("join", Function.of(0, 1, Strings::join)));
    }

    /// A text that is not longer than allowed.
    static Text bounded(String text) {
        if (text.length() > LENGTH_MAX) {
            throw Fault.tooCostly("path-string", LENGTH_MAX);
        }
        return new Text(text);
    }

    private static Items characters(Items focus) {
        var text = Singles.text(focus);
        var characters = new Gather();
        if (text != null) {
            text.codePoints().forEach(point -> characters.add(new Text(Character.toString(point))));
        }
        return characters.items();
    }

    private static Items substring(Items focus, List<Expr> arguments, Scope scope) {
        var text = Singles.text(focus);
        var start = Singles.whole(scope.argument(arguments.getFirst()));
        var length = arguments.size() > 1 ? Singles.whole(scope.argument(arguments.get(1))) : null;
        if (text == null || start == null || start < 0 || start >= text.length()) {
            return Items.None.NONE;
        }
        int end = length == null ? text.length() : (int) Math.min(text.length(), (long) start + Math.max(0, length));
        return new Text(text.substring(start, end));
    }

    private static Items replace(Items focus, List<Expr> arguments, Scope scope) {
        var text = Singles.text(focus);
        var part = Singles.text(scope.argument(arguments.get(0)));
        var other = Singles.text(scope.argument(arguments.get(1)));
        if (text == null || part == null || other == null) {
            return Items.None.NONE;
        }
        if ((long) (text.length() + 1) * (other.length() + 1) > LENGTH_MAX && part.length() < other.length()) {
            throw Fault.tooCostly("path-string", LENGTH_MAX);
        }
        return bounded(text.replace(part, other));
    }

    private static Items replaceMatches(Items focus, List<Expr> arguments, Scope scope) {
        var text = Singles.text(focus);
        var regex = Singles.text(scope.argument(arguments.get(0)));
        var other = Singles.text(scope.argument(arguments.get(1)));
        if (text == null || regex == null || other == null) {
            return Items.None.NONE;
        }
        return regex.isEmpty() ? new Text(text) : bounded(Regex.replace(regex, text, other));
    }

    private static Items split(String text, String separator) {
        var parts = new Gather();
        for (var part : text.split(Pattern.quote(separator), -1)) {
            parts.add(new Text(part));
        }
        return parts.items();
    }

    private static Items join(Items focus, List<Expr> arguments, Scope scope) {
        var separator = arguments.isEmpty() ? "" : Singles.text(scope.argument(arguments.getFirst()));
        var joined = new StringBuilder();
        for (int place = 0; place < focus.size(); place++) {
            var text = Singles.text(focus.at(place));
            joined.append(place == 0 || separator == null ? "" : separator).append(text == null ? "" : text);
            if (joined.length() > LENGTH_MAX) {
                throw Fault.tooCostly("path-string", LENGTH_MAX);
            }
        }
        return focus.isEmpty() ? focus : new Text(joined.toString());
    }
}
