package io.carekeep.store;

import io.carekeep.base.HandlesPhi;
import io.carekeep.base.Phi;
import io.carekeep.fhir.ResourceType;
import java.time.Instant;

/// One version of a resource, opened.
/// @param number the resource's surrogate
/// @param version FHIR's `versionId`, from 1
/// @param at `lastUpdated`
/// @param json the whole resource in UTF-8, compact, with its id and meta; empty when it was deleted
public record Version(
        ResourceType type, String id, long number, int version, Instant at, Change change, Phi<byte[]> json) {

    /// How many bytes the resource has.
    @HandlesPhi(why = "counts bytes")
    public int length() {
        return json.reveal().length;
    }

    /// The entity tag of https://hl7.org/fhir/R4/http.html#concurrency.
    public String etag() {
        return "W/\"" + version + "\"";
    }

    @Override
    public String toString() {
        return type + " " + number + " version " + version;
    }
}
