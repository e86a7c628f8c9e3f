package io.carekeep.fhir.validation;

/// Scans the bytes of texts, codes, ids and URIs as they stand inside JSON's quotes.
final class Characters {

    /// The most bytes of a string: https://hl7.org/fhir/R4/datatypes.html#string.
    static final int TEXT_MAX = 1024 * 1024;

    private static final int ID_MAX = 64;
    private static final int UUID_LENGTH = 45;
    private static final byte[] OID = {'u', 'r', 'n', ':', 'o', 'i', 'd', ':'};
    private static final byte[] UUID = {'u', 'r', 'n', ':', 'u', 'u', 'i', 'd', ':'};

    private Characters() {}

    static boolean hasEscape(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    /// Whether there is something to read and no character that XML or a terminal can't show. JSON lets control
    /// characters in as escapes only.
    static boolean isText(byte[] bytes, int from, int to) {
        if (to - from > TEXT_MAX) {
            return false;
        }
        boolean content = from < to && bytes[from] != ' ' && bytes[from] != '\\';
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\\') {
                int shown = shown(bytes, at);
                if (shown < ' ' && shown != '\t' && shown != '\n' && shown != '\r') {
                    return false;
                }
                content |= shown > ' ';
                at += bytes[at + 1] == 'u' ? 5 : 1;
            } else {
                content |= bytes[at] != ' ';
            }
        }
        return content;
    }

    // The character that an escape stands for.
    private static int shown(byte[] bytes, int at) {
        return switch (bytes[at + 1]) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit(bytes, at + 2);
            default -> bytes[at + 1];
        };
    }

    private static int unit(byte[] bytes, int from) {
        int unit = 0;
        for (int at = from; at < from + 4; at++) {
            unit = unit << 4 | Character.digit(bytes[at], 16);
        }
        return unit;
    }

    static boolean isCode(byte[] bytes, int from, int to) {
        if (from == to || isSpace(bytes[from]) || isSpace(bytes[to - 1])) {
            return false;
        }
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\\' || isSpace(bytes[at]) && isSpace(bytes[at + 1])) {
                return false;
            }
        }
        return true;
    }

    static boolean isUri(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\\' || isSpace(bytes[at])) {
                return false;
            }
        }
        return from < to;
    }

    static boolean isId(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            byte next = bytes[at];
            boolean letter = next >= 'a' && next <= 'z' || next >= 'A' && next <= 'Z';
            if (!letter && !isDigit(next) && next != '-' && next != '.') {
                return false;
            }
        }
        return from < to && to - from <= ID_MAX;
    }

    static boolean isOid(byte[] bytes, int from, int to) {
        int at = from + OID.length;
        if (!startsWith(bytes, from, to, OID) || at == to || bytes[at] < '0' || bytes[at] > '2') {
            return false;
        }
        at++;
        if (at == to) {
            return false;
        }
        while (at < to) {
            int first = at + 1;
            int end = first;
            while (end < to && isDigit(bytes[end])) {
                end++;
            }
            boolean padded = end - first > 1 && bytes[first] == '0';
            if (bytes[at] != '.' || end == first || padded) {
                return false;
            }
            at = end;
        }
        return true;
    }

    static boolean isUuid(byte[] bytes, int from, int to) {
        if (to - from != UUID_LENGTH || !startsWith(bytes, from, to, UUID)) {
            return false;
        }
        int first = from + UUID.length;
        for (int at = first; at < to; at++) {
            int place = at - first;
            boolean dash = place == 8 || place == 13 || place == 18 || place == 23;
            byte next = bytes[at];
            if (dash ? next != '-' : !isDigit(next) && (next < 'a' || next > 'f')) {
                return false;
            }
        }
        return true;
    }

    static boolean startsWith(byte[] bytes, int from, int to, byte[] start) {
        if (to - from < start.length) {
            return false;
        }
        for (int at = 0; at < start.length; at++) {
            if (bytes[from + at] != start[at]) {
                return false;
            }
        }
        return true;
    }

    static boolean isDigit(byte next) {
        return next >= '0' && next <= '9';
    }

    static boolean isSpace(byte next) {
        return next == ' ' || next >= '\t' && next <= '\r';
    }
}
