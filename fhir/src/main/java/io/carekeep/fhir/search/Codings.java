package io.carekeep.fhir.search;

import io.carekeep.fhir.json.Json;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads codings and the words beside them: https://hl7.org/fhir/R4/datatypes.html#CodeableConcept. The display of a
/// coding goes to the vocabulary; a text that no such display says becomes tokens of its own.
final class Codings {

    /// Marks the tokens of such texts; no other value can start so.
    private static final String LABEL = "x\u001f";

    private Codings() {}

    static void concept(Json doc, int node, int ordinal, IndexSink sink) {
        each(doc, node, coding -> coding(doc, coding, ordinal, sink));
        var text = doc.text(node, "text");
        if (text != null && !displays(doc, node, text)) {
            label(text, ordinal, sink);
        }
    }

    private static void each(Json doc, int concept, Consumer<Integer> taker) {
        int codings = doc.get(concept, "coding");
        int each = codings == Json.NONE ? Json.NONE : doc.first(codings);
        for (; each != Json.NONE; each = doc.next(each, codings)) {
            taker.accept(each);
        }
    }

    // Mostly the text repeats what a coding displays.
    private static boolean displays(Json doc, int concept, String text) {
        boolean[] same = new boolean[1];
        each(doc, concept, coding -> same[0] |= doc.text(coding, "code") != null && says(doc, coding, text));
        return same[0];
    }

    private static boolean says(Json doc, int coding, String text) {
        var display = doc.text(coding, "display");
        return display != null && (display.equals(text) || Texts.normal(display).equals(Texts.normal(text)));
    }

    static void coding(Json doc, int node, int ordinal, IndexSink sink) {
        var code = doc.text(node, "code");
        var display = doc.text(node, "display");
        if (code != null) {
            var system = doc.text(node, "system");
            sink.coding(ordinal, system == null ? "" : system, code, display);
        } else if (display != null) {
            label(display, ordinal, sink);
        }
    }

    private static void label(String text, int ordinal, IndexSink sink) {
        sink.value(ordinal, LABEL);
        Texts.heads(Texts.normal(text), head -> sink.value(ordinal, LABEL + head));
    }

    /// The token that everything has whose own text has a word that starts so, and perhaps more.
    /// @param normal normalised
    static String label(String normal) {
        return LABEL + Texts.head(normal);
    }

    /// All the words of an element: displays, and the text of a concept.
    static void texts(Json doc, int node, String typeCode, Consumer<String> sink) {
        switch (typeCode) {
            case "Coding" -> text(doc.text(node, "display"), sink);
            case "CodeableConcept" -> {
                each(doc, node, coding -> text(doc.text(coding, "display"), sink));
                text(doc.text(node, "text"), sink);
            }
            default -> {
                // no words beside it
            }
        }
    }

    private static void text(@Nullable String text, Consumer<String> sink) {
        if (text != null) {
            sink.accept(text);
        }
    }
}
