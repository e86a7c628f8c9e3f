package io.carekeep.access;

/// What a policy says to an action.
public sealed interface Decision {

    record Permitted() implements Decision {}

    /// @param reason for the caller
    record Denied(String reason) implements Decision {}

    /// Somebody who has signed in so may; this caller has not.
    record Weak(StepUp needed) implements Decision {}
}
