package io.carekeep.audit;

import java.util.List;

/// One line of the log, its content not yet sealed.
/// @param at milliseconds since the epoch
/// @param account whose request it was; 0 when nobody signed in
/// @param interaction a number that the caller of this module keeps the meaning of
/// @param replaced numbers of the resources that got a version after their first; findable by them
/// @param handles what it is found by later; empty for what was read
/// @param content which versions were returned or made, and how it was asked for; numbers and digests, no record
public record Entry(
        long at,
        long account,
        int interaction,
        Outcome outcome,
        List<Long> replaced,
        List<Handle> handles,
        byte[] content) {

    public Entry {
        replaced = List.copyOf(replaced);
        handles = List.copyOf(handles);
    }

    /// An entry that is found by nothing.
    public Entry(long at, long account, int interaction, Outcome outcome, List<Long> replaced, byte[] content) {
        this(at, account, interaction, outcome, replaced, List.of(), content);
    }

    /// An entry of a request that replaced nothing.
    public Entry(long at, long account, int interaction, Outcome outcome, byte[] content) {
        this(at, account, interaction, outcome, List.of(), content);
    }

    /// What came of the request.
    public enum Outcome {
        DONE,
        DENIED,
        FAILED
    }
}
