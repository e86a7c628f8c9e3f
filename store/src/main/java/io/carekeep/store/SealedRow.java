package io.carekeep.store;

import org.jspecify.annotations.Nullable;

/// A row as it was read, with its home's key as it lies in the database.
/// @param wrapped null when the home is shared, or was erased
public record SealedRow(Row row, int epoch, byte @Nullable [] wrapped) {

    public long number() {
        return row.number();
    }

    @Override
    public String toString() {
        return row.toString();
    }
}
