package io.carekeep.fhir.search;

import java.util.ArrayList;
import java.util.List;

/// The escapes of search values: `\,`, `\$`, `\|` and `\\` (https://hl7.org/fhir/R4/search.html#escaping).
final class Escapes {

    private Escapes() {}

    /// The parts between unescaped separators, still escaped.
    static List<String> split(String value, char separator) {
        var parts = new ArrayList<String>();
        int from = 0;
        for (int at = 0; at < value.length(); at++) {
            if (value.charAt(at) == '\\') {
                at++;
            } else if (value.charAt(at) == separator) {
                parts.add(value.substring(from, at));
                from = at + 1;
            }
        }
        parts.add(value.substring(from));
        return parts;
    }

    /// The text that is meant.
    static String plain(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        var text = new StringBuilder();
        for (int at = 0; at < value.length(); at++) {
            if (value.charAt(at) == '\\' && at + 1 < value.length()) {
                at++;
            }
            text.append(value.charAt(at));
        }
        return text.toString();
    }
}
