package io.carekeep.access;

import io.carekeep.fhir.ResourceType;

/// Who may do what.
public interface Policy {

    /// Whether the caller may ask for this at all.
    Decision decide(Caller caller, Action action);

    /// Which resources of a type the caller may see and change.
    Restriction restriction(Caller caller, ResourceType type);
}
