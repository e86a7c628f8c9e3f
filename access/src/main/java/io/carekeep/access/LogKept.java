package io.carekeep.access;

import io.carekeep.base.Problem;
import io.carekeep.fhir.ResourceType;

/// The audit log is written by the gate alone: what is asked for is never a change of an `AuditEvent`.
public final class LogKept {

    static final Problem PROBLEM = new Problem.NoSuchInteraction(
            "Carekeep writes AuditEvents itself, one for each request: nobody creates, changes or deletes one.");

    private static final ResourceType AUDIT_EVENT =
            ResourceType.of("AuditEvent").orElseThrow();

    private LogKept() {}

    /// Whether resources of this type are read and never written.
    public static boolean isOf(ResourceType type) {
        return type.equals(AUDIT_EVENT);
    }

    /// Whether it would write an `AuditEvent`.
    static boolean isWrite(Action action) {
        return action.interaction().writes()
                && action.type() != null
                && isOf(action.type())
                && action.interaction() != Interaction.ERASE;
    }
}
