package io.carekeep.fhir.validation;

import io.carekeep.fhir.json.Json;

/// A look at an element's bytes that often shows an invariant to hold. When it doesn't, nothing is decided.
@FunctionalInterface
interface Glance {

    /// Whether the invariant surely holds for an element that is well formed.
    boolean shows(Json doc, int element);

    /// The one for an invariant, or one that shows nothing.
    static Glance of(String path, String key) {
        return switch (path + " " + key) {
            case "Period per-1" -> Glance::startsFirst;
            case "DomainResource dom-3" -> ContainedUsed::surely;
            default -> (doc, element) -> false;
        };
    }

    private static boolean startsFirst(Json doc, int period) {
        int start = doc.get(period, "start");
        int end = doc.get(period, "end");
        return start != Json.NONE && end != Json.NONE && InOrder.surely(doc, start, end);
    }
}
