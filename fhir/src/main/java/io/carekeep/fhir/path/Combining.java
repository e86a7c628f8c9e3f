package io.carekeep.fhir.path;

import io.carekeep.fhir.path.Item.Truth;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Functions on several collections: https://hl7.org/fhirpath/N1/#combining.
final class Combining {

    private Combining() {}

    static Map<String, Function> functions() {
        return Map.of(
                "union", Function.of1((focus, other) -> union(focus, other)),
                "combine", Function.of1(Combining::combine),
                "intersect", Function.of1(Combining::intersect),
                "exclude", Function.of1(Combining::exclude),
                "distinct", Function.of0(Combining::distinct),
                "isDistinct", Function.of0(focus -> Truth.of(distinct(focus).size() == focus.size())),
                "subsetOf", Function.of1((focus, other) -> Truth.of(contains(other, focus))),
                "supersetOf", Function.of1((focus, other) -> Truth.of(contains(focus, other))));
    }

    static Items union(Items left, Items right) {
        return distinct(combine(left, right));
    }

    static Items combine(Items left, Items right) {
        var all = new Gather();
        all.addAll(left);
        all.addAll(right);
        return all.items();
    }

    /// Membership of one item; nothing when there is none.
    static Items in(Items item, Items collection) {
        return switch (item) {
            case Items.None none -> none;
            case Item one -> Truth.of(new Known(collection).has(one));
            case Items.Many _ -> throw Fault.of("at most one item to look for");
        };
    }

    static Items distinct(Items items) {
        if (items.size() < 2) {
            return items;
        }
        var known = new Known();
        var distinct = new Gather();
        items.each(item -> {
            if (!known.has(item)) {
                known.add(item);
                distinct.add(item);
            }
        });
        return distinct.items();
    }

    private static Items intersect(Items left, Items right) {
        var other = new Known(right);
        var both = new Gather();
        left.each(item -> {
            if (other.has(item)) {
                both.add(item);
            }
        });
        return distinct(both.items());
    }

    private static Items exclude(Items left, Items right) {
        var other = new Known(right);
        var kept = new Gather();
        left.each(item -> {
            if (!other.has(item)) {
                kept.add(item);
            }
        });
        return kept.items();
    }

    private static boolean contains(Items collection, Items part) {
        var known = new Known(collection);
        return part.list().stream().allMatch(known::has);
    }

    /// Items that were seen. Strings are found by hash, so that many of them don't cost their square.
    private static final class Known {

        /// The most comparisons of items that aren't strings.
        private static final int COMPARISONS_MAX = 2_000_000;

        private final Set<String> texts = new HashSet<>();
        private final Gather others = new Gather();
        private int comparisons;

        Known() {}

        Known(Items items) {
            items.each(this::add);
        }

        void add(Item item) {
            if (item.value() instanceof Item.Text(var text)) {
                texts.add(text);
            } else {
                others.add(item);
            }
        }

        boolean has(Item item) {
            if (item.value() instanceof Item.Text(var text)) {
                return texts.contains(text);
            }
            List<Item> candidates = others.asList();
            comparisons += candidates.size();
            if (comparisons > COMPARISONS_MAX) {
                throw Fault.tooCostly("path-comparisons", COMPARISONS_MAX);
            }
            return candidates.stream().anyMatch(other -> Equality.same(item, other));
        }
    }
}
