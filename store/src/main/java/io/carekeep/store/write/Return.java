package io.carekeep.store.write;

/// What the writer hands back of each resource: `Prefer: return=…` (https://hl7.org/fhir/R4/http.html#ops).
public enum Return {
    /// Ids, versions and times only: [io.carekeep.store.Version#json()] is empty.
    MINIMAL,
    /// The whole resource too.
    REPRESENTATION
}
