package io.carekeep.store.interaction;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// What comes with a request: the body that was sent, or the resource of a bundle's entry.
interface Content {

    JsonParser PARSER = new JsonParser(Definitions.r4().names(), Limits.DEFAULT);

    /// The media type in lower case without parameters; empty when nothing says it.
    String type();

    /// Whether nothing came.
    boolean isEmpty();

    /// The whole content as JSON, whatever its media type.
    /// @throws Refused when it is none
    Json json();

    /// The bytes as they were sent, unpacked; to be read once.
    InputStream stream();

    /// A reference to the resource that decides who may see a Binary's data, or null.
    default @Nullable String securityContext() {
        return null;
    }

    /// The content as a FHIR resource.
    /// @throws Refused when the media type is another, nothing came, or it is no object
    default Json resource() {
        if (isEmpty()) {
            throw new Refused(new Problem.Invalid("body", "a FHIR resource in JSON"));
        }
        if (!Format.isJson(type())) {
            throw Format.notUnderstood("application/fhir+json");
        }
        var doc = json();
        if (doc.kind(0) != Json.Kind.OBJECT) {
            throw new Refused(new Problem.Malformed("body", "a resource is a JSON object"));
        }
        return doc;
    }

    /// The content as a resource of this type.
    default Json resource(String type) {
        var doc = resource();
        int node = doc.get(0, "resourceType");
        if (node == Json.NONE
                || doc.kind(node) != Json.Kind.STRING
                || !doc.text(node).equals(type)) {
            throw new Refused(new Problem.Invalid("resourceType", type + ", as the address says"));
        }
        return doc;
    }
}
