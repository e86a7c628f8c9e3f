package io.carekeep.fhir.path;

import io.carekeep.fhir.path.Item.Amount;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares quantities and gives calendar words their meaning: https://hl7.org/fhirpath/N1/#quantity.
final class Units {

    /// The system of units in FHIR's quantities.
    static final String UCUM = "http://unitsofmeasure.org";

    private static final Map<String, ChronoUnit> WORDS = Map.ofEntries(
            Map.entry("year", ChronoUnit.YEARS),
            Map.entry("years", ChronoUnit.YEARS),
            Map.entry("month", ChronoUnit.MONTHS),
            Map.entry("months", ChronoUnit.MONTHS),
            Map.entry("week", ChronoUnit.WEEKS),
            Map.entry("weeks", ChronoUnit.WEEKS),
            Map.entry("day", ChronoUnit.DAYS),
            Map.entry("days", ChronoUnit.DAYS),
            Map.entry("hour", ChronoUnit.HOURS),
            Map.entry("hours", ChronoUnit.HOURS),
            Map.entry("minute", ChronoUnit.MINUTES),
            Map.entry("minutes", ChronoUnit.MINUTES),
            Map.entry("second", ChronoUnit.SECONDS),
            Map.entry("seconds", ChronoUnit.SECONDS),
            Map.entry("millisecond", ChronoUnit.MILLIS),
            Map.entry("milliseconds", ChronoUnit.MILLIS));

    // Years and months have no definite length: 'a' and 'mo' are averages, and can't be added to a date.
    private static final Map<String, ChronoUnit> DEFINITE = Map.of(
            "wk", ChronoUnit.WEEKS,
            "d", ChronoUnit.DAYS,
            "h", ChronoUnit.HOURS,
            "min", ChronoUnit.MINUTES,
            "s", ChronoUnit.SECONDS,
            "ms", ChronoUnit.MILLIS);

    private Units() {}

    static boolean isCalendarWord(String text) {
        return WORDS.containsKey(text);
    }

    /// The unit of time to add to a date, or null when the unit is none.
    static @Nullable ChronoUnit calendar(Amount amount) {
        var word = WORDS.get(amount.unit());
        return word != null ? word : DEFINITE.get(amount.unit());
    }

    /// The order of two quantities, or null when their units have nothing in common.
    static @Nullable Integer compare(Amount left, Amount right) {
        if (left.unit().equals(right.unit()) && left.calendar() == right.calendar()) {
            return left.number().compareTo(right.number());
        }
        var one = measure(left);
        var other = measure(right);
        if (!one.dimensions().equals(other.dimensions())) {
            return null;
        }
        return left.number().multiply(one.factor()).compareTo(right.number().multiply(other.factor()));
    }

    /// Whether units measure the same dimension.
    static boolean comparable(Amount left, Amount right) {
        return compare(left, right) != null;
    }

    /// Whether two quantities are the same at the less precise one's digits; a calendar year is about a UCUM year.
    static boolean equivalent(Amount left, Amount right) {
        var one = about(left);
        var other = about(right);
        if (!one.dimensions().equals(other.dimensions())) {
            return false;
        }
        var converted = Numbers.quotient(right.number().multiply(other.factor()), one.factor());
        return Equivalence.close(left.number(), converted);
    }

    private static Ucum.Measure about(Amount amount) {
        var unit = amount.calendar() ? WORDS.get(amount.unit()) : null;
        return switch (unit) {
            case YEARS -> Ucum.measure("a");
            case MONTHS -> Ucum.measure("mo");
            case null, default -> measure(amount);
        };
    }

    private static Ucum.Measure measure(Amount amount) {
        var unit = amount.calendar() ? WORDS.get(amount.unit()) : null;
        return switch (unit) {
            case null -> Ucum.measure(amount.unit());
            case YEARS -> new Ucum.Measure(BigDecimal.valueOf(12), Map.of("calendar month", 1));
            case MONTHS -> new Ucum.Measure(BigDecimal.ONE, Map.of("calendar month", 1));
            case WEEKS -> Ucum.measure("wk");
            case DAYS -> Ucum.measure("d");
            case HOURS -> Ucum.measure("h");
            case MINUTES -> Ucum.measure("min");
            case SECONDS -> Ucum.measure("s");
            default -> Ucum.measure("ms");
        };
    }

    static Amount product(Amount left, Amount right) {
        return measure(left).times(measure(right), 1).amount(left.number().multiply(right.number()));
    }

    static Amount quotient(Amount left, Amount right) {
        var unit = measure(left).times(measure(right), -1);
        return unit.amount(Numbers.quotient(left.number(), right.number()));
    }

    /// The second quantity's number in the first one's unit, or null when their units have nothing in common.
    static @Nullable BigDecimal converted(Amount target, Amount amount) {
        if (target.unit().equals(amount.unit())) {
            return amount.number();
        }
        var one = measure(target);
        var other = measure(amount);
        return one.dimensions().equals(other.dimensions())
                ? Numbers.quotient(amount.number().multiply(other.factor()), one.factor())
                : null;
    }
}
