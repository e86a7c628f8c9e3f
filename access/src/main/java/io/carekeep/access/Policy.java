package io.carekeep.access;

import io.carekeep.fhir.ResourceType;
import java.util.List;
import java.util.Set;

/// Who may do what.
public interface Policy {

    /// The groups that it speaks of.
    Set<Group> groups();

    /// Whether the caller may ask for this at all.
    Decision decide(Caller caller, Action action);

    /// Refuses while it can't be known who may do what.
    default void demandKnown() {}

    /// The labels that records get when they are written.
    default List<Label> labels() {
        return List.of();
    }

    /// How many patients the caller may read.
    default Budget budget(Caller caller) {
        return Budget.NONE;
    }

    /// On which resources of a type the caller may do this.
    /// @param way reading of some kind, or the writing that is to be done
    Restriction restriction(Caller caller, Interaction way, ResourceType type);
}
