package io.carekeep.access.policy;

import io.carekeep.fhir.search.Predicate;
import java.util.List;
import java.util.Optional;

/// What is opened before a change and after it, as predicates.
public record Difference(Predicate before, Predicate after) {

    /// What is opened after it and was not before; empty when that is nothing, whatever the records are.
    public Optional<Predicate> gained() {
        return without(after, before);
    }

    /// What was opened before it and is not after; empty when that is nothing, whatever the records are.
    public Optional<Predicate> lost() {
        return without(before, after);
    }

    private static Optional<Predicate> without(Predicate some, Predicate others) {
        boolean none = some.equals(Predicate.nothing()) || others.equals(Predicate.anything()) || some.equals(others);
        return none ? Optional.empty() : Optional.of(both(some, not(others)));
    }

    static Predicate not(Predicate part) {
        if (part.equals(Predicate.nothing())) {
            return Predicate.anything();
        }
        return part.equals(Predicate.anything()) ? Predicate.nothing() : new Predicate.Not(part);
    }

    static Predicate both(Predicate one, Predicate other) {
        if (one.equals(Predicate.nothing()) || other.equals(Predicate.anything())) {
            return one;
        }
        if (other.equals(Predicate.nothing()) || one.equals(Predicate.anything())) {
            return other;
        }
        return new Predicate.All(List.of(one, other));
    }

    static Predicate either(Predicate one, Predicate other) {
        return other.equals(Predicate.nothing()) ? one : new Predicate.Any(List.of(one, other));
    }
}
