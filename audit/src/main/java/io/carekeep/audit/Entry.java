package io.carekeep.audit;

/// One line of the log, its content not yet sealed.
/// @param at milliseconds since the epoch
/// @param account whose request it was; 0 when nobody signed in
/// @param interaction a number that the caller of this module keeps the meaning of
/// @param content which versions were returned or made: numbers and digests, no record
public record Entry(long at, long account, int interaction, Outcome outcome, byte[] content) {

    /// What came of the request.
    public enum Outcome {
        DONE,
        DENIED,
        FAILED
    }
}
