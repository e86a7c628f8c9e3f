package io.carekeep.store.interaction;

import io.carekeep.base.HandlesPhi;
import io.carekeep.store.Change;
import io.carekeep.store.Version;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;

/// Writes one bundle, front to back; the stored bytes of its resources are copied in, not parsed.
final class BundleWriter {

    // What an entry has besides its resource.
    static final int ENTRY = 200;

    private static final int HEAD = 1024;

    private final JsonOut out;
    private boolean empty = true;

    BundleWriter(UUID id, Instant at, String type, OptionalLong total, Bundles.Links links, int expected) {
        this.out = new JsonOut(HEAD + expected);
        out.object().property("resourceType", "Bundle").property("id", id.toString());
        out.name("meta").object().property("lastUpdated", at.toString()).endObject();
        out.property("type", type).property("timestamp", at.toString());
        if (total.isPresent()) {
            out.name("total").number(total.getAsLong());
        }
        if (links.self() != null) {
            out.name("link").array();
            link("self", links.self());
            if (links.next() != null) {
                link("next", links.next());
            }
            out.endArray();
        }
    }

    private void link(String relation, String url) {
        out.object().property("relation", relation).property("url", url).endObject();
    }

    // FHIR has no empty arrays.
    private void beginEntry() {
        if (empty) {
            out.name("entry").array();
            empty = false;
        }
        out.object();
    }

    /// A match or what came with one.
    /// @param mode `match` or `include`
    @HandlesPhi(why = "a permitted body is copied into the bundle for its caller")
    void found(String base, Version version, Subset subset, String mode) {
        beginEntry();
        fullUrl(base, version);
        out.name("resource").json(subset.of(version).reveal());
        out.name("search").object().property("mode", mode).endObject();
        out.endObject();
    }

    /// What the server has to say about the search itself.
    void told(byte[] outcome) {
        beginEntry();
        out.name("resource").json(outcome);
        out.name("search").object().property("mode", "outcome").endObject();
        out.endObject();
    }

    /// A version in a history: https://hl7.org/fhir/R4/http.html#history.
    @HandlesPhi(why = "a permitted body is copied into the bundle for its caller")
    void past(String base, Version version, Subset subset) {
        beginEntry();
        fullUrl(base, version);
        if (version.change() != Change.DELETED) {
            out.name("resource").json(subset.of(version).reveal());
        }
        var address = version.type().name() + "/" + version.id();
        out.name("request").object();
        switch (version.change()) {
            case CREATED ->
                out.property("method", "POST").property("url", version.type().name());
            case UPDATED -> out.property("method", "PUT").property("url", address);
            case DELETED -> out.property("method", "DELETE").property("url", address);
        }
        out.endObject().name("response").object();
        out.property(
                "status",
                switch (version.change()) {
                    case CREATED -> "201 Created";
                    case UPDATED -> "200 OK";
                    case DELETED -> "204 No Content";
                });
        out.property("etag", version.etag())
                .property("lastModified", version.at().toString());
        out.endObject().endObject();
    }

    /// The answer to an entry of a batch or transaction.
    @HandlesPhi(why = "a permitted body is copied into the bundle for its caller")
    void answered(String base, Reply.Fhir reply) {
        beginEntry();
        var body = reply.body();
        if (body != null && reply.kind() == Reply.Kind.RESOURCE) {
            out.name("resource").json(body.reveal());
        }
        out.name("response").object().property("status", Status.line(reply.status()));
        if (reply.location() != null) {
            boolean ours = reply.location().startsWith(base + "/");
            out.property("location", ours ? reply.location().substring(base.length() + 1) : reply.location());
        }
        if (reply.etag() != null) {
            out.property("etag", reply.etag());
        }
        if (reply.modified() != null) {
            out.property("lastModified", reply.modified().toString());
        }
        if (body != null && reply.kind() == Reply.Kind.OUTCOME) {
            out.name("outcome").json(body.reveal());
        }
        out.endObject().endObject();
    }

    private void fullUrl(String base, Version version) {
        if (!version.id().isEmpty()) {
            out.property("fullUrl", base + "/" + version.type().name() + "/" + version.id());
        }
    }

    /// How many bytes it has so far.
    int size() {
        return out.size();
    }

    byte[] bytes() {
        if (!empty) {
            out.endArray();
        }
        out.endObject();
        return out.bytes();
    }
}
