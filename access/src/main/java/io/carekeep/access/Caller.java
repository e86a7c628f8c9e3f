package io.carekeep.access;

import java.util.List;
import java.util.Set;

/// Who asks.
/// @param account its surrogate
/// @param fhirUser who the caller is among the records, such as `Practitioner/1` (SMART's `fhirUser`); may be nobody
public record Caller(long account, Kind kind, Set<Group> groups, List<String> fhirUser) {

    /// What kind of account it is.
    public enum Kind {
        PERSON,
        SERVICE
    }

    public Caller {
        groups = Set.copyOf(groups);
        fhirUser = List.copyOf(fhirUser);
    }

    public Caller(long account, Kind kind, Set<Group> groups) {
        this(account, kind, groups, List.of());
    }
}
