package io.carekeep.store.write;

import io.carekeep.fhir.json.Json;
import io.carekeep.store.HomeRule;

/// The patient whose home takes in a record that names none by its compartment: of a Binary its `securityContext`, of a
/// Bundle the subject of its Composition, else the only patient of the transaction.
final class OtherPatient {

    private OtherPatient() {}

    static long of(Draft draft, References references, long only) {
        var doc = draft.doc();
        int named = switch (draft.type().name()) {
            case "Binary" -> reference(doc, doc.get(draft.node(), "securityContext"));
            case "Bundle" -> composition(doc, draft.node());
            default -> Json.NONE;
        };
        if (named == Json.NONE) {
            return only;
        }
        long number = references.number(doc.text(named));
        return number >= 0 && HomeRule.isPatient(number) ? number : only;
    }

    private static int composition(Json doc, int bundle) {
        int entries = doc.get(bundle, "entry");
        int first = entries == Json.NONE ? Json.NONE : doc.first(entries);
        int resource = first == Json.NONE ? Json.NONE : doc.get(first, "resource");
        if (resource == Json.NONE || !"Composition".equals(doc.text(resource, "resourceType"))) {
            return Json.NONE;
        }
        return reference(doc, doc.get(resource, "subject"));
    }

    private static int reference(Json doc, int element) {
        return element == Json.NONE ? Json.NONE : doc.get(element, "reference");
    }
}
