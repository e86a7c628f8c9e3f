package io.carekeep.bench;

import io.carekeep.fhir.json.Json;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// The identifiers by which Synthea's bundles refer to each other conditionally: `Location?identifier=system|value`.
final class References {

    private static final Set<String> TYPES = Set.of("Organization", "Location", "Practitioner");

    private final Set<String> identifiers = new TreeSet<>();

    void gather(Json bundle) {
        for (int node = 0; node < bundle.count(); node++) {
            if (bundle.kind(node) == Json.Kind.STRING && "reference".equals(bundle.nameText(node))) {
                var parts = bundle.text(node).split("\\?identifier=", 2);
                if (parts.length == 2 && TYPES.contains(parts[0])) {
                    identifiers.add(parts[1]);
                }
            }
        }
    }

    void add(String identifier) {
        identifiers.add(identifier);
    }

    boolean contains(String identifier) {
        return identifiers.contains(identifier);
    }

    /// The identifier of an Identifier element, as a conditional reference writes it.
    static String of(Json doc, int identifier) {
        return Objects.requireNonNullElse(doc.text(identifier, "system"), "") + "|"
                + Objects.requireNonNullElse(doc.text(identifier, "value"), "");
    }
}
