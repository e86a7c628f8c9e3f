package io.carekeep.fhir.validation;

/// Scans base64 without decoding it; spaces may stand anywhere.
final class Base64Scan {

    private static final int GROUP = 4;
    private static final byte[] CLASSES = classes();
    private static final byte DIGIT = 1;
    private static final byte SPACE = 2;

    private Base64Scan() {}

    private static byte[] classes() {
        var classes = new byte[256];
        var digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int at = 0; at < digits.length(); at++) {
            classes[digits.charAt(at)] = DIGIT;
        }
        for (char space : new char[] {' ', '\t', '\n', '\r'}) {
            classes[space] = SPACE;
        }
        return classes;
    }

    static boolean isBase64(byte[] bytes, int from, int to) {
        long digits = 0;
        int padding = 0;
        for (int at = from; at < to; at++) {
            byte next = CLASSES[bytes[at] & 0xFF];
            if (next == DIGIT && padding == 0) {
                digits++;
            } else if (bytes[at] == '=') {
                padding++;
            } else if (next != SPACE) {
                return false;
            }
        }
        return digits > 0 && padding <= 2 && (digits + padding) % GROUP == 0;
    }
}
