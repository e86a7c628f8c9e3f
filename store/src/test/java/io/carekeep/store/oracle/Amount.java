package io.carekeep.store.oracle;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// A number or quantity that a record holds; with a comparator or a range it may be more than one number.
record Amount(
        BigDecimal low,
        BigDecimal high,
        @Nullable String system,
        @Nullable String code,
        @Nullable String unit) {

    static final BigDecimal LEAST = new BigDecimal("-1e300");
    static final BigDecimal MOST = new BigDecimal("1e300");

    /// The prefixes of https://hl7.org/fhir/R4/search.html#prefix; "equal" reaches half a unit of the last digit asked.
    boolean is(String prefix, String text) {
        var asked = new BigDecimal(text);
        var half = BigDecimal.ONE.movePointLeft(asked.scale()).divide(BigDecimal.TWO);
        var tenth = asked.abs().divide(BigDecimal.TEN);
        boolean equal = low.compareTo(asked.subtract(half)) >= 0 && high.compareTo(asked.add(half)) < 0;
        return switch (prefix) {
            case "ne" -> !equal;
            case "gt" -> high.compareTo(asked) > 0;
            case "ge" -> high.compareTo(asked) >= 0;
            case "lt" -> low.compareTo(asked) < 0;
            case "le" -> low.compareTo(asked) <= 0;
            case "sa" -> low.compareTo(asked) > 0;
            case "eb" -> high.compareTo(asked) < 0;
            case "ap" -> low.compareTo(asked.add(tenth)) <= 0 && high.compareTo(asked.subtract(tenth)) >= 0;
            default -> equal;
        };
    }

    /// Whether it has the unit of `[number]|[system]|[code]`.
    boolean hasUnit(String asked, String askedCode) {
        if (askedCode.isEmpty()) {
            return asked.isEmpty() || asked.equals(system);
        }
        return asked.isEmpty()
                ? askedCode.equals(code) || askedCode.equals(unit)
                : asked.equals(system) && askedCode.equals(code);
    }
}
