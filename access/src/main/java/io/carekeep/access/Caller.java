package io.carekeep.access;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who asks.
/// @param account its surrogate
/// @param fhirUser who the caller is among the records, such as `Practitioner/1` (SMART's `fhirUser`); may be nobody
/// @param from the address from which they ask, when it is known
public record Caller(long account, Kind kind, Set<Group> groups, List<String> fhirUser, Optional<InetAddress> from) {

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

    public Caller(long account, Kind kind, Set<Group> groups, List<String> fhirUser) {
        this(account, kind, groups, fhirUser, Optional.empty());
    }

    /// The same caller, asking from this address.
    public Caller at(InetAddress address) {
        return new Caller(account, kind, groups, fhirUser, Optional.of(address));
    }
}
