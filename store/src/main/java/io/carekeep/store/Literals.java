package io.carekeep.store;

import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import java.util.Optional;
import java.util.function.Consumer;

/// The literal references in a record: https://hl7.org/fhir/R4/references.html#literal.
public final class Literals {

    private Literals() {}

    /// Visits the texts of all references of a record.
    public static void each(Json doc, int resource, Consumer<Integer> visitor) {
        int name = doc.names().number("reference");
        int after = doc.after(resource);
        for (int node = resource + 1; node < after; node++) {
            if (doc.name(node) == name && doc.kind(node) == Json.Kind.STRING) {
                visitor.accept(node);
            }
        }
    }

    /// The resource that a literal reference names: `Patient/1` or `Patient/1/_history/2`.
    public static Optional<ResourceKey> key(String reference) {
        int slash = reference.indexOf('/');
        if (slash <= 0 || !Character.isUpperCase(reference.charAt(0))) {
            return Optional.empty();
        }
        var type = ResourceType.of(reference.substring(0, slash));
        int end = reference.indexOf("/_history/", slash + 1);
        var id = reference.substring(slash + 1, end < 0 ? reference.length() : end);
        return type.filter(_ -> ResourceKey.isId(id)).map(known -> new ResourceKey(known, id));
    }
}
