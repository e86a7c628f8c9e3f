package io.carekeep.store;

import org.jspecify.annotations.Nullable;

/// A row as it was read, with its home's key as it lies in the database.
/// @param wrapped null when the home is shared, or was erased
/// @param step of the index, when the row was locked to be changed; else [#UNASKED]
public record SealedRow(Row row, int epoch, byte @Nullable [] wrapped, int step) {

    /// Nobody asked for the step.
    public static final int UNASKED = -1;

    public long number() {
        return row.number();
    }

    @Override
    public String toString() {
        return row.toString();
    }
}
