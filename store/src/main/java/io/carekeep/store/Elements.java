package io.carekeep.store;

import io.carekeep.fhir.json.Json;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;

/// Walks through elements of a record.
record Elements(Json doc) {

    boolean has(int object, String name) {
        return doc.get(object, name) != Json.NONE;
    }

    /// Each item of an array, or the one that is no array.
    void each(int object, String name, IntConsumer taker) {
        int property = doc.get(object, name);
        if (property == Json.NONE) {
            return;
        }
        if (doc.kind(property) != Json.Kind.ARRAY) {
            taker.accept(property);
            return;
        }
        for (int item = doc.first(property); item != Json.NONE; item = doc.next(item, property)) {
            taker.accept(item);
        }
    }

    /// The codes of a CodeableConcept, or of each in an array of them.
    Set<String> codes(int object, String name) {
        var codes = new HashSet<String>();
        each(
                object,
                name,
                concept -> each(concept, "coding", coding -> {
                    var code = doc.text(coding, "code");
                    if (code != null) {
                        codes.add(code);
                    }
                }));
        return codes;
    }
}
