package io.carekeep.store.write;

import io.carekeep.fhir.json.Json;

/// Makes a changed resource of the one that is stored: JSON Patch or FHIRPath Patch, already parsed.
public interface PatchWork {

    /// @param stored the current version
    /// @return the whole changed resource
    /// @throws io.carekeep.base.Refused when it can't be done to this resource
    byte[] applied(Json stored);
}
