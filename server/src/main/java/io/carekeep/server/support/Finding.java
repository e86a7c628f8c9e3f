package io.carekeep.server.support;

/// What a check found.
/// @param text what is so and, when it is not well, how to mend it
public record Finding(String subject, State state, String text) {

    /// How it is.
    public enum State {
        GOOD,
        /// It works, and one should know this.
        NOTE,
        /// It keeps Carekeep from working, or will.
        BAD
    }

    static Finding good(String subject, String text) {
        return new Finding(subject, State.GOOD, text);
    }

    static Finding note(String subject, String text) {
        return new Finding(subject, State.NOTE, text);
    }

    static Finding bad(String subject, String text) {
        return new Finding(subject, State.BAD, text);
    }
}
