package io.carekeep.server.loading;

import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.json.Names;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the loader needs to know of a bundle.
final class Bundles {

    /// A resource that a transaction makes, by which one can see whether the whole transaction went in.
    record Witness(String type, String identifier) {}

    private Bundles() {}

    static String digest(byte[] bundle) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bundle));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }

    /// The first resource that a transaction creates and that has an identifier; empty for anything else.
    static Optional<Witness> witness(byte[] bundle) {
        try {
            var doc = new JsonParser(Names.NONE, Limits.DEFAULT).parse(bundle);
            int entries = doc.get(0, "entry");
            if (!"transaction".equals(doc.text(0, "type")) || entries == Json.NONE) {
                return Optional.empty();
            }
            for (int entry = doc.first(entries); entry != Json.NONE; entry = doc.next(entry, entries)) {
                var witness = created(doc, entry);
                if (witness != null) {
                    return Optional.of(witness);
                }
            }
            return Optional.empty();
        } catch (Refused _) {
            return Optional.empty();
        }
    }

    private static @Nullable Witness created(Json doc, int entry) {
        int request = doc.get(entry, "request");
        int resource = doc.get(entry, "resource");
        if (request == Json.NONE || resource == Json.NONE || !"POST".equals(doc.text(request, "method"))) {
            return null;
        }
        int identifiers = doc.get(resource, "identifier");
        if (identifiers == Json.NONE
                || doc.kind(identifiers) != Json.Kind.ARRAY
                || doc.text(request, "ifNoneExist") != null) {
            return null;
        }
        int identifier = doc.first(identifiers);
        var type = doc.text(resource, "resourceType");
        var system = doc.text(identifier, "system");
        var value = doc.text(identifier, "value");
        return type == null || system == null || value == null
                ? null
                : new Witness(type, escaped(system) + "|" + escaped(value));
    }

    // https://hl7.org/fhir/R4/search.html#escaping
    private static String escaped(String part) {
        return part.replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace(",", "\\,")
                .replace("$", "\\$");
    }
}
