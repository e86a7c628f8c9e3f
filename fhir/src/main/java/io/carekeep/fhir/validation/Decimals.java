package io.carekeep.fhir.validation;

/// Looks at numbers that JSON's grammar has already accepted.
final class Decimals {

    /// The most characters of a decimal. FHIR asks for 18 digits and sets no end.
    static final int TEXT_MAX = 100;

    /// The most digits of an exponent.
    static final int EXPONENT_MAX = 3;

    private static final int DIGITS_MAX = 10;

    private Decimals() {}

    static boolean isInteger(byte[] bytes, int from, int to, int least) {
        boolean negative = bytes[from] == '-';
        int first = negative ? from + 1 : from;
        if (to - first > DIGITS_MAX) {
            return false;
        }
        long number = 0;
        for (int at = first; at < to; at++) {
            if (!Characters.isDigit(bytes[at])) {
                return false;
            }
            number = number * 10 + bytes[at] - '0';
        }
        long signed = negative ? -number : number;
        return signed >= least && signed <= Integer.MAX_VALUE;
    }

    static boolean isDecimal(byte[] bytes, int from, int to) {
        if (to - from > TEXT_MAX) {
            return false;
        }
        for (int at = from; at < to; at++) {
            if (bytes[at] == 'e' || bytes[at] == 'E') {
                int digits = Characters.isDigit(bytes[at + 1]) ? at + 1 : at + 2;
                return to - digits <= EXPONENT_MAX;
            }
        }
        return true;
    }
}
