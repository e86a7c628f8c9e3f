package io.carekeep.fhir.path;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The function `sort`, by keys of which each may run backwards; items without a key come first, either way.
record Sort(List<Key> keys) implements Expr {

    /// One key of the order.
    record Key(Expr value, Order order) {}

    /// Which way a key runs.
    enum Order {
        ASCENDING,
        DESCENDING
    }

    private record Entry(Item item, List<Item.@Nullable Value> values) {}

    @Override
    public Items eval(Items focus, Scope scope) {
        if (focus.size() < 2) {
            return focus;
        }
        var entries = new ArrayList<Entry>();
        for (int place = 0; place < focus.size(); place++) {
            var item = focus.at(place);
            entries.add(new Entry(item, values(item, scope.of(item, place))));
        }
        entries.sort(this::compare);
        var sorted = new Gather(entries.size());
        entries.forEach(entry -> sorted.add(entry.item()));
        return sorted.items();
    }

    private List<Item.@Nullable Value> values(Item item, Scope scope) {
        var values = new ArrayList<Item.@Nullable Value>();
        if (keys.isEmpty()) {
            values.add(item.value());
        }
        for (var key : keys) {
            values.add(Singles.value(key.value().eval(item, scope)));
        }
        return values;
    }

    private int compare(Entry left, Entry right) {
        for (int place = 0; place < left.values().size(); place++) {
            var order = keys.isEmpty() ? Order.ASCENDING : keys.get(place).order();
            int result = compare(left.values().get(place), right.values().get(place), order);
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    private static int compare(Item.@Nullable Value left, Item.@Nullable Value right, Order order) {
        if (left == null || right == null) {
            return left != null ? 1 : right != null ? -1 : 0;
        }
        var result = Comparison.order(left, right);
        return result == null ? 0 : order == Order.ASCENDING ? result : -result;
    }
}
