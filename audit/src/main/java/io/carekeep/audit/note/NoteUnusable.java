package io.carekeep.audit.note;

/// A text that should be a note or a key and is none, in words for the person who gave it.
public final class NoteUnusable extends RuntimeException {

    public NoteUnusable(String text) {
        super(text, null, false, false);
    }
}
