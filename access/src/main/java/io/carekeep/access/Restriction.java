package io.carekeep.access;

import io.carekeep.fhir.search.Predicate;

/// Which resources of a type a permit opens.
public sealed interface Restriction {

    record Everything() implements Restriction {}

    record Nothing() implements Restriction {}

    /// Those that are like this, in the language of searches.
    record Matching(Predicate criteria) implements Restriction {}

    /// The restriction as part of a search.
    default Predicate predicate() {
        return switch (this) {
            case Everything() -> Predicate.anything();
            case Nothing() -> Predicate.nothing();
            case Matching(var criteria) -> new Predicate.Policed(criteria);
        };
    }
}
