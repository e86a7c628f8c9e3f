package io.carekeep.fhir.validation;

import io.carekeep.fhir.json.Json;
import org.jspecify.annotations.Nullable;

/// Names places in a document as FHIRPath. Only a fault asks, so the walk itself needs no record of its way.
final class Places {

    private static final int NAME_MAX = 64;

    private final Shapes shapes;

    Places(Shapes shapes) {
        this.shapes = shapes;
    }

    /// The place of a node that is the resource or below it.
    String of(Json doc, int resource, int node) {
        var shape = shapes.resource(doc, resource);
        var place = new StringBuilder(
                shape == null ? "Resource" : shape.definition().name());
        int at = resource;
        while (at != node) {
            int item = 0;
            int child = doc.first(at);
            while (doc.after(child) <= node) {
                child = doc.next(child, at);
                item++;
            }
            if (doc.kind(at) == Json.Kind.ARRAY) {
                place.append('[').append(item).append(']');
                shape = doc.kind(child) == Json.Kind.OBJECT && shape == null ? shapes.resource(doc, child) : shape;
            } else {
                shape = step(doc, child, shape, place);
            }
            at = child;
        }
        return place.toString();
    }

    // Appends a property's name and gives the shape of its value.
    private @Nullable Shape step(Json doc, int child, @Nullable Shape holder, StringBuilder place) {
        int number = doc.name(child);
        var slot = holder == null ? null : holder.slot(number);
        if (slot != null) {
            place.append('.').append(slot.element());
            var shape = slot.shape();
            return shape == null && slot.format() == null ? shapes.resource(doc, child) : shape;
        }
        var shadowed = holder == null ? null : holder.shadow(number);
        if (shadowed != null) {
            place.append('.').append(shadowed.element());
            return shapes.element();
        }
        var name = doc.nameText(child);
        place.append('.').append(name == null ? "item" : shown(name));
        return null;
    }

    /// A property's name as it may be shown: clients can put anything there.
    static String shown(String name) {
        boolean plain = !name.isEmpty()
                && name.length() <= NAME_MAX
                && name.chars()
                        .allMatch(each -> each == '_'
                                || each >= '0' && each <= '9'
                                || each >= 'A' && each <= 'Z'
                                || each >= 'a' && each <= 'z')
                && !Character.isDigit(name.charAt(0));
        return plain ? name : "property";
    }
}
