package io.carekeep.access;

import java.util.Set;

/// Who asks.
/// @param account its surrogate
public record Caller(long account, Kind kind, Set<Group> groups) {

    /// What kind of account it is.
    public enum Kind {
        PERSON,
        SERVICE
    }

    public Caller {
        groups = Set.copyOf(groups);
    }
}
