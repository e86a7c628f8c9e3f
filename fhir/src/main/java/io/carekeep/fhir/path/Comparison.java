package io.carekeep.fhir.path;

import io.carekeep.fhir.path.Item.Amount;
import io.carekeep.fhir.path.Item.Text;
import io.carekeep.fhir.path.Item.Time;
import io.carekeep.fhir.path.Item.Truth;
import io.carekeep.fhir.path.Item.Value;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The operators that need an order: https://hl7.org/fhirpath/N1/#comparison.
final class Comparison {

    private Comparison() {}

    /// Whether the order of two single items is as asked; nothing when it can't be known.
    static Items holds(Items left, Items right, IntPredicate asked) {
        var one = Singles.value(left);
        var other = Singles.value(right);
        if (one == null || other == null) {
            if (left instanceof Node a && !a.type().isPrimitive()
                    || right instanceof Node b && !b.type().isPrimitive()) {
                throw Fault.of("values that have an order");
            }
            return Items.None.NONE;
        }
        var order = order(one, other);
        return order == null ? Items.None.NONE : Truth.of(asked.test(order));
    }

    /// The order of two values, or null when it can't be known.
    static @Nullable Integer order(Value left, Value right) {
        if (left instanceof Text(var one) && right instanceof Text(var other)) {
            return one.compareTo(other);
        }
        if (left instanceof Time(var one)
                && right instanceof Time(var other)
                && (one.kind() == Moment.Kind.TIME) == (other.kind() == Moment.Kind.TIME)) {
            return Moments.compare(one, other);
        }
        var one = Equality.number(left);
        var other = Equality.number(right);
        if (one != null && other != null) {
            return one.compareTo(other);
        }
        if (left instanceof Amount || right instanceof Amount) {
            var a = Equality.amount(left);
            var b = Equality.amount(right);
            if (a != null && b != null) {
                return Units.compare(a, b);
            }
        }
        throw Fault.of("two numbers, strings, quantities, dates or times to compare");
    }
}
