package io.carekeep.fhir.path;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Exact decimals within named bounds, so that a few digits of exponent can't fill the memory.
final class Numbers {

    /// How many digits before or after the point a number may have.
    static final int DIGITS_MAX = 400;

    /// How many digits a division keeps.
    static final MathContext DIVISION = new MathContext(28, RoundingMode.HALF_UP);

    private Numbers() {}

    /// The number that a JSON or FHIRPath text writes.
    static BigDecimal decimal(String text) {
        if (text.length() > DIGITS_MAX) {
            throw tooLong();
        }
        try {
            return bounded(new BigDecimal(text));
        } catch (NumberFormatException _) {
            throw tooLong();
        }
    }

    /// The same number, refused when it is too long to write out.
    static BigDecimal bounded(BigDecimal number) {
        if (number.scale() > DIGITS_MAX || (long) number.precision() - number.scale() > DIGITS_MAX) {
            throw tooLong();
        }
        return number;
    }

    /// A quotient without trailing zeros.
    static BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
        return plain(dividend.divide(divisor, DIVISION));
    }

    /// The same number without trailing zeros after the point.
    static BigDecimal plain(BigDecimal number) {
        var stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static RuntimeException tooLong() {
        return Fault.of("a number of at most " + DIGITS_MAX + " digits");
    }
}
