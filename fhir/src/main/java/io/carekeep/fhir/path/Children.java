package io.carekeep.fhir.path;

import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.Names;
import org.jspecify.annotations.Nullable;

/// Finds elements below elements in the JSON form of FHIR: https://hl7.org/fhir/R4/json.html.
final class Children {

    private Children() {}

    /// Adds the elements that one property of an object holds.
    static void add(Json doc, int object, TypeModel.Property property, TypeModel model, Gather found) {
        int value = doc.get(object, property.name());
        boolean primitive = property.type().isPrimitive();
        int sibling =
                primitive && property.sibling() != Names.UNKNOWN ? doc.get(object, property.sibling()) : Json.NONE;
        add(doc, value, sibling, property.type(), model, found);
    }

    private static void add(Json doc, int value, int sibling, TypeModel.Type type, TypeModel model, Gather found) {
        boolean many = value != Json.NONE && doc.kind(value) == Json.Kind.ARRAY
                || sibling != Json.NONE && doc.kind(sibling) == Json.Kind.ARRAY;
        if (many) {
            items(doc, value, sibling, type, model, found);
        } else if (value != Json.NONE || sibling != Json.NONE) {
            found.add(node(doc, value, sibling, type, model));
        }
    }

    private static void items(Json doc, int values, int siblings, TypeModel.Type type, TypeModel model, Gather found) {
        int value = first(doc, values);
        int sibling = first(doc, siblings);
        while (value != Json.NONE || sibling != Json.NONE) {
            int present = present(doc, value);
            int described = present(doc, sibling);
            if (present != Json.NONE || described != Json.NONE) {
                found.add(node(doc, present, described, type, model));
            }
            value = value == Json.NONE ? Json.NONE : doc.next(value, values);
            sibling = sibling == Json.NONE ? Json.NONE : doc.next(sibling, siblings);
        }
    }

    private static int first(Json doc, int array) {
        return array == Json.NONE || doc.kind(array) != Json.Kind.ARRAY ? Json.NONE : doc.first(array);
    }

    private static int present(Json doc, int node) {
        return node == Json.NONE || doc.kind(node) == Json.Kind.NULL ? Json.NONE : node;
    }

    private static Node node(Json doc, int value, int sibling, TypeModel.Type type, TypeModel model) {
        if (type.isAnyResource() && value != Json.NONE) {
            var actual = resourceType(doc, value, model);
            return new Node(doc, value, sibling, actual == null ? type : actual);
        }
        return new Node(doc, value, sibling, type);
    }

    /// The type that a resource names itself, or null.
    static TypeModel.@Nullable Type resourceType(Json doc, int resource, TypeModel model) {
        if (doc.kind(resource) != Json.Kind.OBJECT) {
            return null;
        }
        String name = doc.text(resource, "resourceType");
        return name == null ? null : model.type(name);
    }

    /// All elements below an element, in the document's order.
    static void addAll(Node node, TypeModel model, Gather found) {
        int object = node.holder();
        if (object == Json.NONE || node.doc().kind(object) != Json.Kind.OBJECT) {
            return;
        }
        var doc = node.doc();
        for (int child = doc.first(object); child != Json.NONE; child = doc.next(child, object)) {
            var property = node.type().property(doc.name(child));
            if (property == null) {
                continue;
            }
            if (doc.name(child) == property.name()) {
                add(doc, object, property, model, found);
            } else if (doc.get(object, property.name()) == Json.NONE) {
                add(doc, Json.NONE, child, property.type(), model, found);
            }
        }
    }
}
