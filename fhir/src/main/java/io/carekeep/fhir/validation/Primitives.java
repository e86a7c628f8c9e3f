package io.carekeep.fhir.validation;

import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.path.Node;

/// Looks at primitive values and at what stands beside them: https://hl7.org/fhir/R4/json.html#primitive.
final class Primitives {

    private final Json doc;
    private final Issues issues;
    private final Walk walk;

    Primitives(Json doc, Issues issues, Walk walk) {
        this.doc = doc;
        this.issues = issues;
        this.walk = walk;
    }

    /// One value, an item of an array or not.
    void value(int holder, int node, Slot slot, Format format) {
        if (!format.isWrittenAs(doc.kind(node))) {
            issues.add(node, "structure", "Expected " + format.expected() + ".");
        } else if (!format.accepts(doc, node)) {
            issues.add(node, "value", "Expected " + format.expected() + ".");
        } else {
            var codes = slot.codes();
            if (codes != null && !codes.contains(doc, node)) {
                issues.add(node, "code-invalid", "Expected one of the codes: " + codes.shown() + ".");
            } else if (!slot.rules().isEmpty()) {
                int shadow = slot.repeats() ? Json.NONE : doc.get(holder, slot.shadow());
                check(node, shadow, slot);
            }
        }
    }

    /// What stands beside a primitive's value or instead of it.
    void shadow(int holder, int shadow, Slot slot) {
        int value = doc.get(holder, slot.property().number());
        boolean array = doc.kind(shadow) == Json.Kind.ARRAY;
        if (array != slot.repeats()) {
            issues.add(
                    shadow,
                    "structure",
                    array ? "Expected one object, not an array." : "Expected an array of objects and nulls.");
        } else if (!array) {
            beside(value, shadow, slot);
        } else {
            items(value, shadow, slot);
        }
    }

    // Arrays of different lengths are taken as filled up with null, as HL7's own examples leave them.
    private void items(int values, int shadows, Slot slot) {
        boolean alone = values == Json.NONE || doc.kind(values) != Json.Kind.ARRAY;
        int value = alone ? Json.NONE : doc.first(values);
        for (int item = doc.first(shadows); item != Json.NONE && !issues.full(); item = doc.next(item, shadows)) {
            boolean gap = value == Json.NONE || doc.kind(value) == Json.Kind.NULL;
            if (doc.kind(item) != Json.Kind.NULL) {
                beside(gap ? Json.NONE : value, item, slot);
            } else if (gap) {
                issues.add(item, "structure", "Expected a value or an extension at this place.");
            }
            value = value == Json.NONE ? Json.NONE : doc.next(value, values);
        }
        if (doc.first(shadows) == Json.NONE) {
            issues.add(shadows, "structure", "Expected at least one item. Leave an empty array out.");
        }
    }

    private void beside(int value, int shadow, Slot slot) {
        int before = issues.count();
        walk.beside(shadow, value != Json.NONE);
        if (value == Json.NONE && issues.count() == before && !slot.rules().isEmpty()) {
            check(Json.NONE, shadow, slot);
        }
    }

    private void check(int node, int shadow, Slot slot) {
        var type = slot.type();
        if (type == null) {
            return;
        }
        var element = new Node(doc, node, shadow, type);
        for (var rule : slot.rules()) {
            walk.check(rule, element, 0, node == Json.NONE ? shadow : node);
        }
    }
}
