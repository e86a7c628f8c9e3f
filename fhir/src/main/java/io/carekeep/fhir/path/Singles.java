package io.carekeep.fhir.path;

import io.carekeep.fhir.path.Item.Text;
import io.carekeep.fhir.path.Item.Truth;
import io.carekeep.fhir.path.Item.Value;
import io.carekeep.fhir.path.Item.Whole;
import org.jspecify.annotations.Nullable;

/// Takes the one item that a function or operator needs:
/// https://hl7.org/fhirpath/N1/#singleton-evaluation-of-collections.
final class Singles {

    private Singles() {}

    /// [Truth#TRUE], [Truth#FALSE] or nothing; a single item that is no boolean counts as true.
    static Items truth(Items items) {
        if (items instanceof Truth || items == Items.None.NONE) {
            return items;
        }
        return switch (items) {
            case Items.None none -> none;
            case Item item -> item.value() instanceof Truth truth ? truth : Truth.TRUE;
            case Items.Many _ -> throw Fault.of("one boolean, not several items");
        };
    }

    /// The value of the only item, or null when there is none.
    static @Nullable Value value(Items items) {
        return switch (items) {
            case Items.None _ -> null;
            case Item item -> item.value();
            case Items.Many _ -> throw Fault.of("at most one item");
        };
    }

    /// The only item's string, or null when there is none.
    static @Nullable String text(Items items) {
        if (items instanceof Items.None) {
            return null;
        }
        var value = value(items);
        return switch (value) {
            case null -> absent(items);
            case Text(var text) -> text;
            case Truth _, Whole _, Item.Decimal _, Item.Amount _, Item.TypeName _ -> throw Fault.of("a string");
            // FHIR's dates are strings where a string is asked for.
            case Item.Time time -> text(items, time);
        };
    }

    private static String text(Items items, Item.Time time) {
        if (items instanceof Node) {
            return time.text();
        }
        throw Fault.of("a string");
    }

    private static @Nullable String absent(Items items) {
        if (items instanceof Node node && node.type().isPrimitive()) {
            return null;
        }
        throw Fault.of("a string");
    }

    /// The only item's integer, or null when there is none.
    static @Nullable Integer whole(Items items) {
        var value = value(items);
        if (value == null) {
            return null;
        }
        if (value instanceof Whole(var number)) {
            return number;
        }
        throw Fault.of("an integer");
    }
}
