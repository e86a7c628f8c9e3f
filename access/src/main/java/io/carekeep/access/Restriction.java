package io.carekeep.access;

import io.carekeep.fhir.search.Predicate;
import java.util.List;

/// Which resources of a type a permit opens.
public sealed interface Restriction {

    record Everything() implements Restriction {}

    record Nothing() implements Restriction {}

    /// All but those that a consent keeps from the caller, who sees that there are no others.
    record Unless(Predicate withheld) implements Restriction {}

    /// Those that are like this, in the language of searches.
    record Matching(Predicate criteria) implements Restriction {}

    /// Those that are like this, without what the first grant hides that opens them; every one is opened by a grant.
    record Masked(Predicate criteria, List<Grant> grants) implements Restriction {

        public Masked {
            grants = List.copyOf(grants);
        }

        /// @param grants in any order
        public static Masked of(Predicate criteria, List<Grant> grants) {
            return new Masked(criteria, Grant.ordered(grants));
        }
    }

    /// The grants that hide something; none when nothing is hidden.
    default List<Grant> grants() {
        return this instanceof Masked(var _, var grants) ? grants : List.of();
    }

    /// Whether rules open all of the type, so that who has it is also told what was deleted.
    default boolean isWhole() {
        return this instanceof Everything || this instanceof Unless;
    }

    /// The restriction as part of a search.
    default Predicate predicate() {
        return switch (this) {
            case Everything() -> Predicate.anything();
            case Nothing() -> Predicate.nothing();
            case Unless(var withheld) -> new Predicate.Policed(new Predicate.Not(withheld));
            case Matching(var criteria) -> new Predicate.Policed(criteria);
            case Masked(var criteria, var _) -> new Predicate.Policed(criteria);
        };
    }
}
