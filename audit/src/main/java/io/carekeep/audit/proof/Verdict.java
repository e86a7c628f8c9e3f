package io.carekeep.audit.proof;

import io.carekeep.audit.note.Checkpoint;

/// What came of looking at a log.
public sealed interface Verdict {

    /// All of it is as it was written.
    record Proven(Checkpoint log) implements Verdict {}

    /// An entry is not what was written, or none is where one was.
    /// @param number of the entry, the first that is wrong
    record BadEntry(long number, String text) implements Verdict {}

    /// A checkpoint proves nothing.
    record BadCheckpoint(String text) implements Verdict {}

    /// The same in one line.
    default String inWords() {
        return switch (this) {
            case Proven(var log) -> "ok " + log.inWords();
            case BadEntry(var number, var text) -> "entry " + number + ": " + text;
            case BadCheckpoint(var text) -> "checkpoint: " + text;
        };
    }
}
