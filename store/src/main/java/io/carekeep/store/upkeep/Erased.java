package io.carekeep.store.upkeep;

import java.util.List;

/// What an erasure came to.
/// @param rows how many versions were deleted
/// @param referring versions of records in other homes that refer to the patient, for somebody to redact
/// @param more whether there are more of them than the list may hold
public record Erased(long rows, List<Referring> referring, boolean more) {

    public Erased {
        referring = List.copyOf(referring);
    }

    /// A version of a record in another home.
    /// @param number of the record
    public record Referring(long number, int version) {}
}
