package io.carekeep.access.policy;

import io.carekeep.access.Label;
import io.carekeep.fhir.search.Predicate;
import java.util.List;

/// A rule that is about what is asked, and what the record must be like for it.
/// @param criteria what the record must be like for the rule to count for it; nothing when no record is
/// @param unlabelled the same, were there no labels
/// @param closing the labels that close a record to it
public record Said(Rule rule, Predicate criteria, Predicate unlabelled, List<Closing> closing) {

    /// A label that a rule does not open.
    /// @param having what a record is like that has it
    /// @param allowed that a consent opens it
    public record Closing(Label label, Predicate having, Predicate allowed) {}

    public Said {
        closing = List.copyOf(closing);
    }
}
