package io.carekeep.identity;

import io.carekeep.access.Caller;
import io.carekeep.access.Group;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Somebody or something that may call.
/// @param number its surrogate, never used again
/// @param fhirUser who it is among the records
/// @param enrolled when its password or secret was last set; null until it has one
/// @param suspended since when it may not call; null when it may
/// @param ended when it was closed for good; null when it wasn't
/// @param hands who else made it, put it into groups, said who it is, or gave it a link or a secret, by number
public record Account(
        long number,
        Caller.Kind kind,
        AccountName name,
        Set<Group> groups,
        List<FhirUser> fhirUser,
        Instant made,
        @Nullable Instant enrolled,
        @Nullable Instant suspended,
        @Nullable Instant ended,
        Set<Long> hands) {

    /// What an account can be in.
    public enum State {
        /// Waits for its person to choose a password.
        INVITED,
        ACTIVE,
        SUSPENDED,
        ENDED
    }

    public Account {
        groups = Set.copyOf(groups);
        fhirUser = List.copyOf(fhirUser);
        hands = Set.copyOf(hands);
    }

    public State state() {
        if (ended != null) {
            return State.ENDED;
        }
        if (suspended != null) {
            return State.SUSPENDED;
        }
        return enrolled == null ? State.INVITED : State.ACTIVE;
    }

    /// The account as the one who asks.
    public Caller caller() {
        return new Caller(
                number, kind, groups, fhirUser.stream().map(FhirUser::text).toList());
    }

    Account withGroups(Set<Group> chosen) {
        return new Account(number, kind, name, chosen, fhirUser, made, enrolled, suspended, ended, hands);
    }

    Account withFhirUser(List<FhirUser> chosen) {
        return new Account(number, kind, name, groups, chosen, made, enrolled, suspended, ended, hands);
    }

    Account withEnrolled(Instant at) {
        return new Account(number, kind, name, groups, fhirUser, made, at, suspended, ended, hands);
    }

    Account withSuspended(@Nullable Instant at) {
        return new Account(number, kind, name, groups, fhirUser, made, enrolled, at, ended, hands);
    }

    Account withEnded(Instant at) {
        return new Account(number, kind, name, groups, fhirUser, made, enrolled, suspended, at, hands);
    }

    /// The same after somebody changed it. What a person does with their own account, and what whoever may read the
    /// home's files does, tells of nobody else.
    Account withHand(long account) {
        if (account == 0 || account == number || hands.contains(account)) {
            return this;
        }
        var more = new HashSet<>(hands);
        more.add(account);
        return new Account(number, kind, name, groups, fhirUser, made, enrolled, suspended, ended, more);
    }
}
