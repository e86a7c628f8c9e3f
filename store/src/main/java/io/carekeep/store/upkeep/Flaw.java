package io.carekeep.store.upkeep;

/// Something wrong with a stored version: which and what, nothing of what it says.
/// @param number of the resource
public record Flaw(long number, int version, Kind kind) {

    /// What is wrong.
    public enum Kind {
        /// The key of its home is gone, and nobody erased that home.
        KEY_MISSING,
        /// Its home was erased, and yet it is there: an old copy brought it back.
        ERASED,
        /// It doesn't open: a column, the body or the key was altered.
        DAMAGED,
        /// Its id leads to another number, or to none.
        ID,
        /// Its index, ranges, home or presence bits aren't what the record says.
        INDEX,
        /// The audit log knows this newer version, and it isn't there.
        NEWEST_MISSING,
        /// It isn't the body that the audit log knows under this version.
        REPLACED,
        /// The audit log doesn't know that it was made.
        UNAUDITED,
        /// An older version isn't there.
        VERSION_MISSING,
        /// A coding of it is missing in the vocabulary, so that searches by its code alone miss it.
        CODING_MISSING,
        /// A line of the vocabulary, whose coding no record needs to have, isn't what was written. Its number is 0.
        CODING_ALTERED
    }
}
