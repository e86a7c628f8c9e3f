package io.carekeep.fhir.search;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Query strings and forms, as parameters in the order in which they stand, each as often as it stands.
public final class QueryText {

    public static final int LENGTH_MAX = 64 * 1024;

    private static final String HEX = "0123456789ABCDEF";

    private QueryText() {}

    /// @param text as in a URL, without the question mark, or as in a form
    /// @throws Refused when an escape is none or the bytes are not UTF-8
    public static List<Parameter> parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return List.of();
        }
        if (text.length() > LENGTH_MAX) {
            throw new Refused(new Problem.TooLarge("query-characters", LENGTH_MAX));
        }
        var found = new ArrayList<Parameter>();
        int from = 0;
        while (from <= text.length()) {
            int to = text.indexOf('&', from);
            to = to < 0 ? text.length() : to;
            if (to > from) {
                found.add(parameter(text, from, to));
            }
            from = to + 1;
        }
        return found;
    }

    /// A query string that came as text, not as the bytes of a URL.
    public static List<Parameter> ofText(String text) {
        return parse(raw(text));
    }

    /// Text as the bytes of a URL, a char each.
    public static String raw(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static Parameter parameter(String text, int from, int to) {
        int equals = text.indexOf('=', from);
        return equals < 0 || equals >= to
                ? new Parameter(decoded(text, from, to), "")
                : new Parameter(decoded(text, from, equals), decoded(text, equals + 1, to));
    }

    private static String decoded(String text, int from, int to) {
        for (int at = from; at < to; at++) {
            char letter = text.charAt(at);
            if (letter == '%' || letter == '+' || letter > '~') {
                return unescaped(text, from, to);
            }
        }
        return text.substring(from, to);
    }

    private static String unescaped(String text, int from, int to) {
        // Bytes that came raw are chars below 256 here, so that they can be checked as UTF-8 too.
        var bytes = new byte[to - from];
        int size = 0;
        for (int at = from; at < to; at++) {
            char letter = text.charAt(at);
            if (letter == '%') {
                bytes[size++] = escape(text, at, to);
                at += 2;
            } else if (letter > 0xFF) {
                throw invalid();
            } else {
                bytes[size++] = letter == '+' ? (byte) ' ' : (byte) letter;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, size))
                    .toString();
        } catch (CharacterCodingException _) {
            throw invalid();
        }
    }

    private static byte escape(String text, int at, int to) {
        int high = at + 2 < to ? Character.digit(text.charAt(at + 1), 16) : -1;
        int low = at + 2 < to ? Character.digit(text.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw invalid();
        }
        return (byte) (high << 4 | low);
    }

    private static Refused invalid() {
        return new Refused(new Problem.Invalid(
                "url", "UTF-8 with every special character written as %XX, two hexadecimal digits"));
    }

    /// Parameters as a query string, escaped.
    public static String of(List<Parameter> parameters) {
        var text = new StringBuilder();
        for (var each : parameters) {
            if (!text.isEmpty()) {
                text.append('&');
            }
            escape(each.name(), text);
            text.append('=');
            escape(each.value(), text);
        }
        return text.toString();
    }

    private static void escape(String value, StringBuilder text) {
        for (byte next : value.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(next)) {
                text.append((char) next);
            } else {
                text.append('%').append(HEX.charAt(next >> 4 & 15)).append(HEX.charAt(next & 15));
            }
        }
    }

    // Letters, digits and what a query may hold without an escape (RFC 3986), but for what separates parameters.
    private static boolean isPlain(byte next) {
        return next >= 'a' && next <= 'z'
                || next >= 'A' && next <= 'Z'
                || next >= '0' && next <= '9'
                || "-._~:,/@!$*".indexOf(next) >= 0;
    }
}
