package io.carekeep.fhir.path;

import io.carekeep.fhir.path.Item.Amount;
import io.carekeep.fhir.path.Item.Decimal;
import io.carekeep.fhir.path.Item.Text;
import io.carekeep.fhir.path.Item.Time;
import io.carekeep.fhir.path.Item.Value;
import io.carekeep.fhir.path.Item.Whole;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// The operators that calculate: https://hl7.org/fhirpath/N1/#math.
final class Arithmetic {

    private Arithmetic() {}

    static Items number(Items operand) {
        var value = Singles.value(operand);
        if (value != null && Equality.amount(value) == null) {
            throw Fault.of("a number or quantity");
        }
        return operand;
    }

    static Items negative(Items operand) {
        return switch (Singles.value(operand)) {
            case null -> Items.None.NONE;
            case Whole(var number) -> whole(-(long) number);
            case Decimal(var number) -> new Decimal(number.negate());
            case Amount(var number, var unit, var calendar) -> new Amount(number.negate(), unit, calendar);
            case Text _, Time _, Item.Truth _, Item.TypeName _ -> throw Fault.of("a number or quantity after -");
        };
    }

    static Items sum(Items left, Items right) {
        var one = Singles.value(left);
        var other = Singles.value(right);
        if (one == null || other == null) {
            return Items.None.NONE;
        }
        if (one instanceof Text(var head) && other instanceof Text(var tail)) {
            return Strings.bounded(head + tail);
        }
        if (one instanceof Time(var moment) && other instanceof Amount amount) {
            return new Time(Moments.plus(moment, amount, 1));
        }
        return added(one, other, 1);
    }

    static Items difference(Items left, Items right) {
        var one = Singles.value(left);
        var other = Singles.value(right);
        if (one == null || other == null) {
            return Items.None.NONE;
        }
        if (one instanceof Time(var moment) && other instanceof Amount amount) {
            return new Time(Moments.plus(moment, amount, -1));
        }
        return added(one, other, -1);
    }

    private static Items added(Value left, Value right, int sign) {
        if (left instanceof Whole(var one) && right instanceof Whole(var other)) {
            return whole((long) one + (long) sign * other);
        }
        if (left instanceof Amount target && right instanceof Amount amount) {
            var converted = Units.converted(target, amount);
            return converted == null
                    ? Items.None.NONE
                    : new Amount(signedSum(target.number(), converted, sign), target.unit(), target.calendar());
        }
        return new Decimal(signedSum(needed(left), needed(right), sign));
    }

    private static BigDecimal signedSum(BigDecimal one, BigDecimal other, int sign) {
        return Numbers.bounded(sign < 0 ? one.subtract(other) : one.add(other));
    }

    static Items joined(Items left, Items right) {
        return Strings.bounded(textOrNone(left) + textOrNone(right));
    }

    private static String textOrNone(Items items) {
        var text = Singles.text(items);
        return text == null ? "" : text;
    }

    static Items product(Items left, Items right) {
        var one = Singles.value(left);
        var other = Singles.value(right);
        if (one == null || other == null) {
            return Items.None.NONE;
        }
        if (one instanceof Whole(var first) && other instanceof Whole(var second)) {
            return whole((long) first * second);
        }
        if (one instanceof Amount || other instanceof Amount) {
            return Units.product(amount(one), amount(other));
        }
        return new Decimal(Numbers.bounded(needed(one).multiply(needed(other))));
    }

    static Items quotient(Items left, Items right) {
        var one = Singles.value(left);
        var other = Singles.value(right);
        if (one == null || other == null || isZero(other)) {
            return Items.None.NONE;
        }
        if (one instanceof Amount || other instanceof Amount) {
            return Units.quotient(amount(one), amount(other));
        }
        return new Decimal(Numbers.bounded(Numbers.quotient(needed(one), needed(other))));
    }

    static Items wholeQuotient(Items left, Items right) {
        var one = Singles.value(left);
        var other = Singles.value(right);
        if (one == null || other == null || isZero(other)) {
            return Items.None.NONE;
        }
        return whole(needed(one).divideToIntegralValue(needed(other)));
    }

    static Items remainder(Items left, Items right) {
        var one = Singles.value(left);
        var other = Singles.value(right);
        if (one == null || other == null || isZero(other)) {
            return Items.None.NONE;
        }
        var remainder = needed(one).remainder(needed(other));
        return one instanceof Whole && other instanceof Whole ? whole(remainder) : new Decimal(remainder);
    }

    private static boolean isZero(Value value) {
        var amount = Equality.amount(value);
        return amount != null && amount.number().signum() == 0;
    }

    private static BigDecimal needed(Value value) {
        return checked(Equality.number(value));
    }

    private static BigDecimal checked(@Nullable BigDecimal number) {
        if (number == null) {
            throw Fault.of("two numbers, or quantities, to calculate with");
        }
        return number;
    }

    private static Amount amount(Value value) {
        var amount = Equality.amount(value);
        if (amount == null) {
            throw Fault.of("two numbers, or quantities, to calculate with");
        }
        return amount;
    }

    /// An integer, or nothing when it needs more than 32 bits.
    static Items whole(BigDecimal number) {
        var cut = number.setScale(0, RoundingMode.DOWN);
        return cut.toBigInteger().bitLength() > 62 ? Items.None.NONE : whole(cut.longValueExact());
    }

    private static Items whole(long number) {
        return number == (int) number ? new Whole((int) number) : Items.None.NONE;
    }
}
