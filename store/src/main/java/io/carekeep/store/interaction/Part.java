package io.carekeep.store.interaction;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// The resource of a bundle's entry, or nothing.
/// @param doc null when the entry has none
record Part(String type, @Nullable Json doc) implements Content {

    static final Part NOTHING = new Part("", null);

    static Part resource(Json doc) {
        return new Part("application/fhir+json", doc);
    }

    @Override
    public boolean isEmpty() {
        return doc == null;
    }

    @Override
    public Json json() {
        if (doc == null) {
            throw new Refused(new Problem.Invalid("resource", "this entry needs one"));
        }
        return doc;
    }

    @Override
    public InputStream stream() {
        var json = json();
        return new ByteArrayInputStream(json.bytes(), json.start(0), json.end(0) - json.start(0));
    }

    @Override
    public String toString() {
        return "part";
    }
}
