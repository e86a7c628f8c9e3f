package io.carekeep.store.interaction;

import io.carekeep.base.Phi;
import io.carekeep.store.Version;
import io.carekeep.store.write.Written;
import org.jspecify.annotations.Nullable;

/// Answers a write as its client prefers: https://hl7.org/fhir/R4/http.html#ops.
final class WriteReply {

    private WriteReply() {}

    static Reply.Fhir of(String base, Preference.Return wanted, Written written) {
        return switch (written) {
            case Written.Created(var version) -> reply(201, base, wanted, version, location(base, version));
            case Written.Updated(var version) -> reply(200, base, wanted, version, location(base, version));
            case Written.Existing(var version) -> reply(200, base, wanted, version, location(base, version));
            case Written.Removed(var version) -> removed(wanted, version);
        };
    }

    private static Reply.Fhir reply(
            int status, String base, Preference.Return wanted, Version version, @Nullable String location) {
        return switch (wanted) {
            case UNSAID, REPRESENTATION ->
                new Reply.Fhir(status, Reply.Kind.RESOURCE, version.json(), version.etag(), version.at(), location);
            case MINIMAL -> new Reply.Fhir(status, Reply.Kind.RESOURCE, null, version.etag(), version.at(), location);
            case OUTCOME ->
                new Reply.Fhir(
                        status,
                        Reply.Kind.OUTCOME,
                        Phi.of(Outcome.information("Stored as " + address(base, version) + ".")),
                        version.etag(),
                        version.at(),
                        location);
        };
    }

    private static Reply.Fhir removed(Preference.Return wanted, int version) {
        var etag = version == 0 ? null : "W/\"" + version + "\"";
        return switch (wanted) {
            case UNSAID, REPRESENTATION, MINIMAL -> new Reply.Fhir(204, Reply.Kind.RESOURCE, null, etag, null, null);
            case OUTCOME ->
                new Reply.Fhir(
                        200,
                        Reply.Kind.OUTCOME,
                        Phi.of(Outcome.information(version == 0 ? "There was nothing to delete." : "Deleted.")),
                        etag,
                        null,
                        null);
        };
    }

    private static String location(String base, Version version) {
        return address(base, version) + "/_history/" + version.version();
    }

    private static String address(String base, Version version) {
        return base + "/" + version.type().name() + "/" + version.id();
    }
}
