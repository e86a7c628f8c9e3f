package io.carekeep.fhir.path;

import io.carekeep.fhir.path.Item.Amount;
import io.carekeep.fhir.path.Item.Decimal;
import io.carekeep.fhir.path.Item.Whole;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Mathematical functions: https://hl7.org/fhirpath/N1/#math-1.
final class Calculation {

    private static final int PLACES_MAX = 31;
    private static final int POWER_MAX = 1_000;

    private Calculation() {}

    static Map<String, Function> functions() {
        return Map.of(
                "abs", Function.of0(Calculation::absolute),
                "ceiling", Function.of0(focus -> rounded(focus, RoundingMode.CEILING)),
                "floor", Function.of0(focus -> rounded(focus, RoundingMode.FLOOR)),
                "truncate", Function.of0(focus -> rounded(focus, RoundingMode.DOWN)),
                "round", Function.of(0, 1, Calculation::round),
                "exp", Function.of0(focus -> real(focus, Math::exp)),
                "ln", Function.of0(focus -> real(focus, Math::log)),
                "sqrt", Function.of0(Calculation::root),
                "log", Function.of1(Calculation::logarithm),
                "power", Function.of1(Calculation::power));
    }

    private static Items absolute(Items focus) {
        return switch (Singles.value(focus)) {
            case null -> Items.None.NONE;
            case Whole(var number) ->
                Arithmetic.whole(BigDecimal.valueOf(number).abs());
            case Amount(var number, var unit, var calendar) -> new Amount(number.abs(), unit, calendar);
            case Item.Value _ -> mapped(focus, BigDecimal::abs);
        };
    }

    private static Items mapped(Items focus, UnaryOperator<BigDecimal> operation) {
        var number = number(focus);
        return number == null ? Items.None.NONE : new Decimal(operation.apply(number));
    }

    private static Items rounded(Items focus, RoundingMode mode) {
        var number = number(focus);
        return number == null ? Items.None.NONE : Arithmetic.whole(number.setScale(0, mode));
    }

    private static Items round(Items focus, List<Expr> arguments, Scope scope) {
        var places = arguments.isEmpty() ? null : Singles.whole(scope.argument(arguments.getFirst()));
        int scale = places == null ? 0 : places;
        if (scale < 0 || scale > PLACES_MAX) {
            throw Fault.of("0 to " + PLACES_MAX + " places to round to");
        }
        return mapped(focus, number -> number.setScale(scale, RoundingMode.HALF_UP));
    }

    private static Items root(Items focus) {
        var number = number(focus);
        return number == null || number.signum() < 0
                ? Items.None.NONE
                : new Decimal(Numbers.plain(number.sqrt(Numbers.DIVISION)));
    }

    private static Items logarithm(Items focus, Items base) {
        var number = number(focus);
        var other = number(base);
        if (number == null || other == null) {
            return Items.None.NONE;
        }
        return decimal(Math.log(number.doubleValue()) / Math.log(other.doubleValue()));
    }

    private static Items power(Items focus, Items exponent) {
        var number = number(focus);
        var power = number(exponent);
        if (number == null || power == null) {
            return Items.None.NONE;
        }
        boolean whole = power.stripTrailingZeros().scale() <= 0;
        if (!whole || power.signum() < 0 || power.compareTo(BigDecimal.valueOf(POWER_MAX)) > 0) {
            return decimal(Math.pow(number.doubleValue(), power.doubleValue()));
        }
        var result = Numbers.bounded(number.pow(power.intValueExact(), MathContext.DECIMAL128));
        return Singles.value(focus) instanceof Whole ? Arithmetic.whole(result) : new Decimal(Numbers.plain(result));
    }

    private static Items real(Items focus, DoubleUnaryOperator operation) {
        var number = number(focus);
        return number == null ? Items.None.NONE : decimal(operation.applyAsDouble(number.doubleValue()));
    }

    private static Items decimal(double number) {
        return Double.isFinite(number) ? new Decimal(Numbers.plain(BigDecimal.valueOf(number))) : Items.None.NONE;
    }

    private static @Nullable BigDecimal number(Items focus) {
        var value = Singles.value(focus);
        var number = Equality.number(value);
        if (value != null && number == null) {
            throw Fault.of("a number");
        }
        return number;
    }
}
