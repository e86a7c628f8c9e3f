package io.carekeep.fhir.path;

import io.carekeep.fhir.path.Item.Amount;
import io.carekeep.fhir.path.Item.Decimal;
import io.carekeep.fhir.path.Item.Time;
import io.carekeep.fhir.path.Item.Whole;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The least and the greatest value that a written value can stand for: https://hl7.org/fhirpath/#boundary-functions.
final class Boundaries {

    private static final int PRECISION_MAX = 31;
    private static final int PRECISION_USUAL = 8;

    /// Which end of the range.
    enum End {
        LOW,
        HIGH
    }

    private Boundaries() {}

    static Map<String, Function> functions() {
        return Map.of(
                "lowBoundary",
                Function.of(0, 1, (focus, arguments, scope) -> boundary(focus, arguments, scope, End.LOW)),
                "highBoundary",
                Function.of(0, 1, (focus, arguments, scope) -> boundary(focus, arguments, scope, End.HIGH)),
                "precision",
                Function.of0(Boundaries::precision));
    }

    private static Items boundary(Items focus, List<Expr> arguments, Scope scope, End end) {
        var precision = arguments.isEmpty() ? null : Singles.whole(scope.argument(arguments.getFirst()));
        return switch (Singles.value(focus)) {
            case null -> Items.None.NONE;
            case Whole(var number) -> decimal(number(BigDecimal.valueOf(number), precision, end));
            case Decimal(var number) -> decimal(number(number, precision, end));
            case Amount(var number, var unit, var calendar) -> {
                var bound = number(number, precision, end);
                yield bound == null ? Items.None.NONE : new Amount(bound, unit, calendar);
            }
            case Time(var moment) -> {
                var bound = Moments.boundary(moment, precision, end);
                yield bound == null ? Items.None.NONE : new Time(bound);
            }
            case Item.Text _, Item.Truth _, Item.TypeName _ -> throw Fault.of("a number, quantity, date or time");
        };
    }

    private static Items decimal(@Nullable BigDecimal number) {
        return number == null ? Items.None.NONE : new Decimal(number);
    }

    private static @Nullable BigDecimal number(BigDecimal number, @Nullable Integer digits, End end) {
        int scale = digits == null ? PRECISION_USUAL : digits;
        if (scale < 0 || scale > PRECISION_MAX) {
            return null;
        }
        var half = new BigDecimal("0.5").movePointLeft(Math.max(0, number.scale()));
        return end == End.LOW
                ? number.subtract(half).setScale(scale, RoundingMode.FLOOR)
                : number.add(half).setScale(scale, RoundingMode.CEILING);
    }

    private static Items precision(Items focus) {
        return switch (Singles.value(focus)) {
            case null -> Items.None.NONE;
            case Whole _ -> new Whole(0);
            case Decimal(var number) -> new Whole(number.scale());
            case Amount(var number, var _, var _) -> new Whole(number.scale());
            case Time(var moment) -> new Whole(Moments.digits(moment));
            case Item.Text _, Item.Truth _, Item.TypeName _ -> throw Fault.of("a number, quantity, date or time");
        };
    }
}
