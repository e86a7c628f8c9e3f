package io.carekeep.fhir.path;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects items; makes a list only from the second on.
final class Gather {

    /// The most items that one collection may hold.
    static final int ITEMS_MAX = 1_000_000;

    private @Nullable Item first;
    private @Nullable List<Item> many;

    Gather() {}

    Gather(int size) {
        if (size > 1) {
            many = new ArrayList<>(size);
        }
    }

    void add(Item item) {
        if (many != null) {
            if (many.size() == ITEMS_MAX) {
                throw Fault.tooCostly("path-items", ITEMS_MAX);
            }
            many.add(item);
        } else if (first == null) {
            first = item;
        } else {
            var list = new ArrayList<Item>();
            list.add(first);
            list.add(item);
            many = list;
        }
    }

    void addAll(Items items) {
        switch (items) {
            case Items.None _ -> {}
            case Item item -> add(item);
            case Items.Many(var list) -> list.forEach(this::add);
        }
    }

    int size() {
        return many != null ? many.size() : first == null ? 0 : 1;
    }

    Items items() {
        if (many == null) {
            return first == null ? Items.None.NONE : first;
        }
        return switch (many.size()) {
            case 0 -> Items.None.NONE;
            case 1 -> many.getFirst();
            default -> new Items.Many(many);
        };
    }

    List<Item> asList() {
        if (many != null) {
            return Collections.unmodifiableList(many);
        }
        return first == null ? List.of() : List.of(first);
    }
}
