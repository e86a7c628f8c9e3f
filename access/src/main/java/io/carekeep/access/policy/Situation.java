package io.carekeep.access.policy;

import io.carekeep.access.Caller;
import io.carekeep.access.Circumstances;
import java.time.LocalDateTime;

/// Circumstances in which policies are compared: those in which nothing is known, such that something's bounds are met,
/// or such that they are not, although all is known that they ask for.
/// @param words that say them; empty when nothing is known
public record Situation(String words, Circumstances circumstances, LocalDateTime at) {

    /// Nobody knows from where, for what and how strongly signed in somebody asks.
    static Situation ordinary(LocalDateTime now) {
        return new Situation("", Circumstances.UNKNOWN, now);
    }

    /// Somebody who asks in these circumstances.
    public Caller of(Caller caller) {
        return new Caller(
                caller.account(), caller.kind(), caller.groups(), caller.fhirUser(), circumstances, caller.scopes());
    }

    /// In which circumstances, in words; empty when nothing is known of them.
    @Override
    public String toString() {
        return words;
    }
}
