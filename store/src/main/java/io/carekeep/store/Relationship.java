package io.carekeep.store;

import io.carekeep.fhir.search.Bond;

/// What a record says of who is bound to which patient.
/// @param actor number of who is bound
/// @param patient number of the patient
/// @param low first millisecond at which it holds, since the epoch
/// @param high last millisecond
record Relationship(Bond bond, long actor, long patient, long low, long high) {

    /// Before and after all times.
    static final long EVER = 1L << 52;

    /// Whether it ever holds.
    boolean holds() {
        return low <= high;
    }
}
