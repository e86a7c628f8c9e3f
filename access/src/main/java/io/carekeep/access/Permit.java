package io.carekeep.access;

import io.carekeep.fhir.ResourceType;

/// Proof that an action was allowed. Only the gate makes one, and every method of the store asks for one.
public final class Permit {

    private final Caller caller;
    private final Action action;
    private final Policy policy;
    private final Trails past;
    private final Trail trail = new Trail();

    Permit(Caller caller, Action action, Policy policy, Trails past) {
        this.caller = caller;
        this.action = action;
        this.policy = policy;
        this.past = past;
    }

    public Caller caller() {
        return caller;
    }

    public Action action() {
        return action;
    }

    /// Whether the same caller may do this too, as a part of what was permitted.
    public boolean allows(Action part) {
        return part.equals(action) || policy.decide(caller, part) instanceof Decision.Permitted;
    }

    /// Which resources of a type the caller may see and change.
    public Restriction restriction(ResourceType type) {
        return policy.restriction(caller, type);
    }

    /// What the audit log remembers of earlier requests, so that the store can tell that a version is missing.
    public Trails past() {
        return past;
    }

    /// Where the store writes down what it returned and changed.
    public Trail trail() {
        return trail;
    }
}
