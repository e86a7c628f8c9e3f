package io.carekeep.store.write;

import io.carekeep.access.Label;
import io.carekeep.fhir.json.Edits;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// Puts the labels on records that the policy asks for by their codes, before they are written. Labels that are there
/// stay.
final class Labelling {

    private final List<Label> labels;
    private final JsonParser parser;

    Labelling(List<Label> labels, JsonParser parser) {
        this.labels = labels;
        this.parser = parser;
    }

    /// The draft with the labels that it must have.
    Draft labelled(Draft draft) {
        var missing = labels.stream()
                .filter(label -> label.isMissing(draft.doc(), draft.node()))
                .toList();
        return missing.isEmpty() ? draft : draft.with(parser.parse(added(draft.doc(), draft.node(), missing)));
    }

    private static byte[] added(Json doc, int node, List<Label> missing) {
        var codings = missing.stream().map(Label::coding).collect(Collectors.joining(","));
        var edits = new Edits(doc, node);
        int meta = doc.get(node, "meta");
        int security = meta == Json.NONE ? Json.NONE : doc.get(meta, "security");
        if (meta == Json.NONE) {
            edits.insertLast(node, "meta", bytes("{\"security\":[" + codings + "]}"));
        } else if (security == Json.NONE) {
            edits.insertLast(meta, "security", bytes("[" + codings + "]"));
        } else {
            missing.forEach(label -> edits.insertLast(security, bytes(label.coding())));
        }
        return edits.bytes();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
