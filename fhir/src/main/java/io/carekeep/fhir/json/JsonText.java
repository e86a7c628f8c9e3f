package io.carekeep.fhir.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The text inside JSON strings: escapes and UTF-8.
public final class JsonText {

    private JsonText() {}

    /// A property as it stands in an object: its quoted name, a colon and its value's JSON bytes.
    static byte[] property(String name, byte[] value) {
        var quoted = quoted(name);
        var property = Arrays.copyOf(quoted, quoted.length + 1 + value.length);
        property[quoted.length] = ':';
        System.arraycopy(value, 0, property, quoted.length + 1, value.length);
        return property;
    }

    /// A text as a JSON string, quotes included.
    public static byte[] quoted(String text) {
        var plain = text.getBytes(StandardCharsets.UTF_8);
        int extra = 0;
        for (byte next : plain) {
            extra += isPlain(next) ? 0 : 5;
        }
        var quoted = new byte[plain.length + extra + 2];
        int at = 0;
        quoted[at++] = '"';
        for (byte next : plain) {
            if (isPlain(next)) {
                quoted[at++] = next;
            } else {
                at = escape(next, quoted, at);
            }
        }
        quoted[at++] = '"';
        return at == quoted.length ? quoted : Arrays.copyOf(quoted, at);
    }

    /// The text that the inside of a JSON string stands for.
    /// @throws IllegalArgumentException when an escape is none
    public static String unquoted(String inside) {
        var bytes = inside.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\\') {
                at = escapeEnd(bytes, at, bytes.length) - 1;
                if (at < 0) {
                    throw new IllegalArgumentException("no escape");
                }
            }
        }
        return decode(bytes, 0, bytes.length);
    }

    private static boolean isPlain(byte next) {
        return next < 0 || next >= ' ' && next != '"' && next != '\\';
    }

    private static int escape(byte next, byte[] out, int from) {
        int at = from;
        out[at++] = '\\';
        switch (next) {
            case '"', '\\' -> out[at++] = next;
            case '\n' -> out[at++] = 'n';
            case '\t' -> out[at++] = 't';
            case '\r' -> out[at++] = 'r';
            default -> {
                out[at++] = 'u';
                out[at++] = '0';
                out[at++] = '0';
                out[at++] = (byte) Character.forDigit(next >> 4, 16);
                out[at++] = (byte) Character.forDigit(next & 15, 16);
            }
        }
        return at;
    }

    /// The text between two places of checked bytes.
    static String decode(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\\') {
                return unescaped(bytes, from, to);
            }
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private static String unescaped(byte[] bytes, int from, int to) {
        var text = new StringBuilder(to - from);
        int plain = from;
        int at = from;
        while (at < to) {
            if (bytes[at] != '\\') {
                at++;
                continue;
            }
            text.append(new String(bytes, plain, at - plain, StandardCharsets.UTF_8));
            char escape = (char) bytes[at + 1];
            at += 2;
            if (escape == 'u') {
                text.append((char) Integer.parseInt(new String(bytes, at, 4, StandardCharsets.US_ASCII), 16));
                at += 4;
            } else {
                text.append(
                        switch (escape) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            case 'b' -> '\b';
                            case 'f' -> '\f';
                            default -> escape;
                        });
            }
            plain = at;
        }
        return text.append(new String(bytes, plain, to - plain, StandardCharsets.UTF_8))
                .toString();
    }

    /// The place of the quote that closes a checked string.
    static int closingQuote(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    /// The place after an escape, or [Json#NONE] when it is none.
    static int escapeEnd(byte[] bytes, int at, int length) {
        if (at + 1 >= length) {
            return Json.NONE;
        }
        return switch (bytes[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
            case 'u' -> unicodeEnd(bytes, at, length);
            default -> Json.NONE;
        };
    }

    // A high surrogate must be followed by a low one: half a pair can't be written as UTF-8 again.
    private static int unicodeEnd(byte[] bytes, int at, int length) {
        int unit = hex(bytes, at + 2, length);
        if (unit < 0 || Character.isLowSurrogate((char) unit)) {
            return Json.NONE;
        }
        if (!Character.isHighSurrogate((char) unit)) {
            return at + 6;
        }
        boolean escaped = at + 7 < length && bytes[at + 6] == '\\' && bytes[at + 7] == 'u';
        int low = escaped ? hex(bytes, at + 8, length) : -1;
        return low >= 0 && Character.isLowSurrogate((char) low) ? at + 12 : Json.NONE;
    }

    private static int hex(byte[] bytes, int from, int length) {
        if (from + 4 > length) {
            return -1;
        }
        int value = 0;
        for (int at = from; at < from + 4; at++) {
            int digit = Character.digit(bytes[at], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /// The place after a UTF-8 sequence of several bytes (RFC 3629), or [Json#NONE] when it is not valid.
    static int sequenceEnd(byte[] bytes, int at, int length) {
        int lead = bytes[at] & 0xFF;
        int size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (lead < 0xC2 || lead > 0xF4 || at + size > length) {
            return Json.NONE;
        }
        int second = bytes[at + 1] & 0xFF;
        boolean overlong = lead == 0xE0 && second < 0xA0 || lead == 0xF0 && second < 0x90;
        boolean outside = lead == 0xED && second > 0x9F || lead == 0xF4 && second > 0x8F;
        if (overlong || outside) {
            return Json.NONE;
        }
        for (int next = at + 1; next < at + size; next++) {
            if ((bytes[next] & 0xC0) != 0x80) {
                return Json.NONE;
            }
        }
        return at + size;
    }
}
