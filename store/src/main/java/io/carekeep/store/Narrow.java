package io.carekeep.store;

import java.util.List;
import java.util.Optional;

/// What a provision of a consent is kept to; where nothing is named, everything is meant.
/// @param low first millisecond at which it holds, since the epoch
/// @param high last millisecond
/// @param actors numbers of whom it names
/// @param purposes a bit for each, or 0
/// @param classes ordinals of resource types
/// @param data numbers of records
/// @param labels tokens of sensitivity labels
record Narrow(
        long low, long high, List<Long> actors, long purposes, List<Long> classes, List<Long> data, List<Long> labels) {

    /// Not at all.
    static final Narrow NOT =
            new Narrow(-Relationship.EVER, Relationship.EVER, List.of(), 0, List.of(), List.of(), List.of());

    Narrow {
        actors = List.copyOf(actors);
        classes = List.copyOf(classes);
        data = List.copyOf(data);
        labels = List.copyOf(labels);
    }

    /// Whether it ever holds.
    boolean holds() {
        return low <= high;
    }

    /// The inner within this one, or somewhat more: who is meant by both can't be told by their names alone.
    Narrow closing(Narrow inner) {
        return new Narrow(
                Math.max(low, inner.low),
                Math.min(high, inner.high),
                named(inner.actors, actors),
                inner.purposes != 0 ? inner.purposes : purposes,
                named(inner.classes, classes),
                named(inner.data, data),
                named(inner.labels, labels));
    }

    private static List<Long> named(List<Long> inner, List<Long> outer) {
        return inner.isEmpty() ? outer : inner;
    }

    /// What is named by both, or less; empty when that is nothing.
    Optional<Narrow> opening(Narrow inner) {
        boolean meets = meets(actors, inner.actors)
                && meets(classes, inner.classes)
                && meets(data, inner.data)
                && meets(labels, inner.labels)
                && (purposes == 0 || inner.purposes == 0 || (purposes & inner.purposes) != 0);
        if (!meets) {
            return Optional.empty();
        }
        return Optional.of(new Narrow(
                Math.max(low, inner.low),
                Math.min(high, inner.high),
                both(actors, inner.actors),
                purposes == 0 || inner.purposes == 0 ? purposes | inner.purposes : purposes & inner.purposes,
                both(classes, inner.classes),
                both(data, inner.data),
                both(labels, inner.labels)));
    }

    private static boolean meets(List<Long> some, List<Long> others) {
        return some.isEmpty() || others.isEmpty() || some.stream().anyMatch(others::contains);
    }

    private static List<Long> both(List<Long> some, List<Long> others) {
        if (some.isEmpty()) {
            return others;
        }
        return others.isEmpty() ? some : some.stream().filter(others::contains).toList();
    }
}
