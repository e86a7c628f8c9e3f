package io.carekeep.fhir.search;

import java.math.BigDecimal;

/// Numbers as 48-bit codes in the same order. A code is rounded, so what it finds is checked on the record.
public final class Decimals {

    private static final int DROPPED_BITS = 16;

    /// The lowest and highest code.
    public static final long LEAST = 0;

    public static final long MOST = (1L << 48) - 2;

    private Decimals() {}

    /// A code that is not above the number's own place.
    public static long low(BigDecimal number) {
        return code(Math.nextDown(number.doubleValue()));
    }

    /// A code that is not below the number's own place.
    public static long high(BigDecimal number) {
        return code(Math.nextUp(number.doubleValue()));
    }

    private static long code(double number) {
        long bits = Double.doubleToLongBits(number);
        long ordered = bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
        return Math.clamp(ordered >>> DROPPED_BITS, LEAST, MOST);
    }

    /// Half a unit of the last digit that is written: 5.40 means 5.395 to 5.405
    /// (https://hl7.org/fhir/R4/search.html#number).
    public static BigDecimal halfStep(BigDecimal number) {
        return BigDecimal.valueOf(5, number.scale() + 1);
    }
}
