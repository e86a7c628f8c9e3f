package io.carekeep.store;

import io.carekeep.access.Trail;
import org.jspecify.annotations.Nullable;

/// A row as it was read, with its home's key as it lies in the database.
/// @param wrapped null when the home is shared, or was erased
/// @param size of the sealed body. A large one is left where it is until somebody opens it: of it the row has the end,
///     which is its digest
/// @param step of the index, when the row was locked to be changed; else [#UNASKED]
public record SealedRow(Row row, int epoch, byte @Nullable [] wrapped, int size, int step) {

    /// Nobody asked for the step.
    public static final int UNASKED = -1;

    public long number() {
        return row.number();
    }

    /// Writes down that the caller gets to see it.
    public void note(Trail trail) {
        trail.returned(number(), row.version(), row.patients());
    }

    /// Whether the row has its body.
    boolean isWhole() {
        return row.body().length == size;
    }

    @Override
    public String toString() {
        return row.toString();
    }
}
