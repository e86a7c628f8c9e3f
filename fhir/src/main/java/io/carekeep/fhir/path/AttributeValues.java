package io.carekeep.fhir.path;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides whether an attribute of a narrative can make a reader's browser act.
final class AttributeValues {

    private static final int REFERENCE_MAX = 12;
    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", "");

    private AttributeValues() {}

    /// Whether a value is well formed and, when it is an address or a style, starts nothing.
    static boolean isPassive(String name, String value) {
        var plain = plain(value);
        if (plain == null) {
            return false;
        }
        if (name.equals("style")) {
            return !plain.contains("script:")
                    && !plain.contains("expression(")
                    && !plain.contains("behavior:")
                    && !plain.contains("-moz-binding");
        }
        boolean image = name.equals("src") && plain.startsWith("data:image/");
        return !plain.startsWith("javascript:")
                && !plain.startsWith("vbscript:")
                && (image || !plain.startsWith("data:"));
    }

    /// The place after a reference to a character or entity, or -1 when it is none.
    static int referenceEnd(String text, int from) {
        int end = text.indexOf(';', from);
        if (end < 0 || end - from < 2 || end - from > REFERENCE_MAX) {
            return -1;
        }
        boolean number = text.charAt(from + 1) == '#';
        for (int at = number ? from + 2 : from + 1; at < end; at++) {
            if (!Character.isLetterOrDigit(text.charAt(at))) {
                return -1;
            }
        }
        return end + 1;
    }

    /// What a browser makes of a value, in lower case and without the characters that it skips; null when it is not
    /// well formed or holds an entity that could be anything.
    private static @Nullable String plain(String value) {
        var plain = new StringBuilder(value.length());
        int at = 0;
        while (at < value.length()) {
            char next = value.charAt(at);
            if (next != '&') {
                append(next, plain);
                at++;
                continue;
            }
            int end = referenceEnd(value, at);
            if (end < 0 || !reference(value.substring(at + 1, end - 1), plain)) {
                return null;
            }
            at = end;
        }
        return plain.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean reference(String name, StringBuilder plain) {
        if (!name.startsWith("#")) {
            var known = ENTITIES.get(name);
            plain.append(known == null ? "" : known);
            return known != null;
        }
        try {
            boolean hex = name.startsWith("#x") || name.startsWith("#X");
            int point = hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
            if (!Character.isValidCodePoint(point)) {
                return false;
            }
            append(point, plain);
            return true;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static void append(int point, StringBuilder plain) {
        if (point > ' ' && point != 0x7F) {
            plain.appendCodePoint(point);
        }
    }
}
