package io.carekeep.fhir.validation;

import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.Names;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// The codes of a required binding: https://hl7.org/fhir/R4/terminologies.html#required.
final class Codes {

    private static final int SHOWN_MAX = 20;

    private final List<String> codes;
    private final Names table;
    private final Set<String> systems;

    Codes(Set<String> codes, Set<String> systems) {
        this.codes = codes.stream().sorted().toList();
        this.table = new Names(this.codes);
        this.systems = systems;
    }

    boolean contains(Json doc, int code) {
        if (table.number(doc.bytes(), doc.start(code) + 1, doc.end(code) - 1) != Names.UNKNOWN) {
            return true;
        }
        // JSON may write any character as an escape.
        var text = doc.text(code).getBytes(StandardCharsets.UTF_8);
        return table.number(text, 0, text.length) != Names.UNKNOWN;
    }

    /// Whether one of a concept's codings, which are of the right structure, is among them.
    boolean containsOneOf(Json doc, int concept) {
        int codings = doc.get(concept, "coding");
        if (codings == Json.NONE) {
            return false;
        }
        for (int coding = doc.first(codings); coding != Json.NONE; coding = doc.next(coding, codings)) {
            var system = doc.text(coding, "system");
            int code = doc.get(coding, "code");
            if (system != null && systems.contains(system) && code != Json.NONE && contains(doc, code)) {
                return true;
            }
        }
        return false;
    }

    /// The codes, or the first of many, for a message.
    String shown() {
        var first = String.join(", ", codes.subList(0, Math.min(codes.size(), SHOWN_MAX)));
        return codes.size() > SHOWN_MAX ? first + " and " + (codes.size() - SHOWN_MAX) + " more" : first;
    }

    /// The code systems, for a message.
    String shownSystems() {
        return String.join(", ", systems.stream().sorted().toList());
    }
}
