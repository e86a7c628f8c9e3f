package io.carekeep.fhir.search;

import io.carekeep.fhir.json.Json;

/// Decides on the opened record what the index could only narrow down.
public interface BodyCheck {

    /// @param resource the resource's object in the document
    boolean matches(Json doc, int resource);
}
