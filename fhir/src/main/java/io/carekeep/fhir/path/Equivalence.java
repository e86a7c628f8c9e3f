package io.carekeep.fhir.path;

import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.path.Item.Amount;
import io.carekeep.fhir.path.Item.Text;
import io.carekeep.fhir.path.Item.Time;
import io.carekeep.fhir.path.Item.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The operator `~`: https://hl7.org/fhirpath/N1/#equivalence.
final class Equivalence {

    private Equivalence() {}

    /// Whether two collections hold equivalent items, in any order.
    static boolean of(Items left, Items right) {
        if (left.size() != right.size()) {
            return false;
        }
        var open = new ArrayList<>(right.list());
        for (var item : left.list()) {
            if (!takeMatch(item, open)) {
                return false;
            }
        }
        return true;
    }

    private static boolean takeMatch(Item item, List<Item> open) {
        for (int place = 0; place < open.size(); place++) {
            if (of(item, open.get(place))) {
                open.remove(place);
                return true;
            }
        }
        return false;
    }

    private static boolean of(Item left, Item right) {
        var one = left.value();
        var other = right.value();
        if (one != null && other != null) {
            return of(one, other);
        }
        return left instanceof Node a
                && right instanceof Node b
                && a.node() != Json.NONE
                && b.node() != Json.NONE
                && Equality.same(a, b);
    }

    private static boolean of(Value left, Value right) {
        if (left instanceof Text(var one) && right instanceof Text(var other)) {
            return words(one).equals(words(other));
        }
        if (left instanceof Time(var one) && right instanceof Time(var other)) {
            var order = Moments.compare(one, other);
            return order != null && order == 0 && one.precision() == other.precision();
        }
        if (left instanceof Amount || right instanceof Amount) {
            var one = Equality.amount(left);
            var other = Equality.amount(right);
            return one != null && other != null && Units.equivalent(one, other);
        }
        var one = Equality.number(left);
        var other = Equality.number(right);
        return one != null && other != null ? close(one, other) : left.equals(right);
    }

    private static String words(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    /// Whether two numbers are the same when rounded to the less precise one's digits.
    static boolean close(BigDecimal one, BigDecimal other) {
        int scale = Math.max(
                0, Math.min(Numbers.plain(one).scale(), Numbers.plain(other).scale()));
        return one.setScale(scale, RoundingMode.HALF_UP).compareTo(other.setScale(scale, RoundingMode.HALF_UP)) == 0;
    }
}
