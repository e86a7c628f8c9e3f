package io.carekeep.fhir.path;

import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.Likeness;
import io.carekeep.fhir.path.Item.Amount;
import io.carekeep.fhir.path.Item.Decimal;
import io.carekeep.fhir.path.Item.Time;
import io.carekeep.fhir.path.Item.Truth;
import io.carekeep.fhir.path.Item.Value;
import io.carekeep.fhir.path.Item.Whole;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// The operator `=`: https://hl7.org/fhirpath/N1/#equality.
final class Equality {

    private Equality() {}

    static Items of(Items left, Items right) {
        if (left.isEmpty() || right.isEmpty()) {
            return Items.None.NONE;
        }
        if (left.size() != right.size()) {
            return Truth.FALSE;
        }
        boolean unknown = false;
        for (int place = 0; place < left.size(); place++) {
            Items one = of(left.at(place), right.at(place));
            if (one == Truth.FALSE) {
                return one;
            }
            unknown |= one == Items.None.NONE;
        }
        return unknown ? Items.None.NONE : Truth.TRUE;
    }

    /// Whether two items are known to be equal.
    static boolean same(Item left, Item right) {
        return of(left, right) == Truth.TRUE;
    }

    /// True, false, or nothing when it can't be known.
    static Items of(Item left, Item right) {
        if (left instanceof Node one && right instanceof Node other && !(one.hasValue() && other.hasValue())) {
            return Truth.of(sameElement(one, other));
        }
        var one = left.value();
        var other = right.value();
        if (one == null || other == null) {
            return Truth.FALSE;
        }
        return of(one, other);
    }

    private static Items of(Value left, Value right) {
        if (left instanceof Time(var one) && right instanceof Time(var other)) {
            if (one.kind() == Moment.Kind.TIME ^ other.kind() == Moment.Kind.TIME) {
                return Truth.FALSE;
            }
            var order = Moments.compare(one, other);
            return order == null ? Items.None.NONE : Truth.of(order == 0);
        }
        if (left instanceof Amount || right instanceof Amount) {
            var one = amount(left);
            var other = amount(right);
            if (one == null || other == null) {
                return Truth.FALSE;
            }
            var order = Units.compare(one, other);
            return order == null ? Items.None.NONE : Truth.of(order == 0);
        }
        var one = number(left);
        var other = number(right);
        if (one != null && other != null) {
            return Truth.of(one.compareTo(other) == 0);
        }
        return Truth.of(left.equals(right));
    }

    private static boolean sameElement(Node left, Node right) {
        if (left.node() == Json.NONE || right.node() == Json.NONE) {
            return left.node() == right.node()
                    && Likeness.same(left.doc(), left.sibling(), right.doc(), right.sibling());
        }
        return Likeness.same(left.doc(), left.node(), right.doc(), right.node());
    }

    /// The exact number of an integer or a decimal, or null.
    static @Nullable BigDecimal number(@Nullable Value value) {
        return switch (value) {
            case Whole(var number) -> BigDecimal.valueOf(number);
            case Decimal(var number) -> number;
            case null, default -> null;
        };
    }

    /// The quantity that a value is or, as a number, converts to; or null.
    static @Nullable Amount amount(Value value) {
        if (value instanceof Amount amount) {
            return amount;
        }
        var number = number(value);
        return number == null ? null : new Amount(number, "1", false);
    }
}
