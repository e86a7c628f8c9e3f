package io.carekeep.store.interaction;

import io.carekeep.base.HandlesPhi;
import io.carekeep.base.Phi;
import io.carekeep.store.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an interaction answers, before it becomes an HTTP response or an entry of a batch's response.
sealed interface Reply {

    /// FHIR JSON, or no body at all.
    /// @param etag of the resource in question, or null
    /// @param modified when it was last written, or null
    /// @param location of the version that a write made or found, or null
    record Fhir(
            int status,
            Kind kind,
            @Nullable Phi<byte[]> body,
            @Nullable String etag,
            @Nullable Instant modified,
            @Nullable String location)
            implements Reply {

        /// How many bytes the body has.
        @HandlesPhi(why = "counts bytes")
        long length() {
            return body == null ? 0 : body.reveal().length;
        }
    }

    /// What a body is; a bundle has a place for each.
    enum Kind {
        RESOURCE,
        OUTCOME
    }

    /// A Binary's data in its own content type.
    /// @param json the Binary as it is stored
    record Raw(Version version, Phi<byte[]> json) implements Reply {}

    /// 200 with a body that is no single version.
    static Fhir ok(byte[] body) {
        return new Fhir(200, Kind.RESOURCE, Phi.of(body), null, null, null);
    }

    /// An OperationOutcome.
    static Fhir told(int status, byte[] outcome) {
        return new Fhir(status, Kind.OUTCOME, Phi.of(outcome), null, null, null);
    }

    /// A version, or what a subset leaves of it.
    static Fhir of(Version version, Subset subset) {
        return new Fhir(200, Kind.RESOURCE, subset.of(version), version.etag(), version.at(), null);
    }

    /// 304: the client has this version.
    static Fhir unchanged(Version version) {
        return new Fhir(304, Kind.RESOURCE, null, version.etag(), version.at(), null);
    }
}
