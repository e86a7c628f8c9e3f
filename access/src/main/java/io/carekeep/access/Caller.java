package io.carekeep.access;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who asks.
/// @param account its surrogate
/// @param fhirUser who the caller is among the records, such as `Practitioner/1` (SMART's `fhirUser`); may be nobody
/// @param circumstances how they come to this request, as far as it is known
/// @param scopes that narrow what they may do; empty when nothing does
public record Caller(
        long account,
        Kind kind,
        Set<Group> groups,
        List<String> fhirUser,
        Circumstances circumstances,
        Optional<Scopes> scopes) {

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
        this(account, kind, groups, fhirUser, Circumstances.UNKNOWN, Optional.empty());
    }

    /// The same caller, asking from this address.
    public Caller at(InetAddress address) {
        return in(circumstances.at(address));
    }

    /// The same caller, asking for this purpose.
    public Caller on(Purpose purpose) {
        return in(circumstances.on(purpose));
    }

    /// The same caller, signed in so.
    public Caller by(SignIn signIn) {
        return in(circumstances.by(signIn));
    }

    /// The same caller, asking in this session.
    public Caller in(long session) {
        return in(circumstances.in(session));
    }

    /// The same caller, kept to what scopes name too.
    public Caller within(Scopes narrowing) {
        return new Caller(account, kind, groups, fhirUser, circumstances, Optional.of(narrowing));
    }

    private Caller in(Circumstances known) {
        return new Caller(account, kind, groups, fhirUser, known, scopes);
    }
}
