package io.carekeep.fhir.patch;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One operation of a FHIRPath Patch: a parameter with its parts.
/// @param node the parameter in the Parameters resource
record Operation(Json doc, int node, int ordinal) {

    /// What to put in: a value of a named type, or the parts of an element that has no type of its own.
    /// @param type the type's name as it ends the property, such as `HumanName` or `Date`; empty for parts
    /// @param value null for a primitive that has only an id or extensions
    record Content(
            String type, @Nullable Tree value, @Nullable Tree sibling, List<Part> parts) {}

    /// A named part of an element.
    record Part(String name, Content content) {}

    /// The deepest nesting of parts.
    private static final int DEPTH_MAX = 20;

    String text(String part) {
        var content = part(part);
        var value = content == null ? null : content.value();
        if (value == null || !value.isText()) {
            throw invalid("." + part, "Expected a part with a string or code.");
        }
        return value.text();
    }

    int number(String part) {
        var content = part(part);
        var value = content == null ? null : content.value();
        if (value == null || !value.text().matches("[0-9]{1,9}")) {
            throw invalid("." + part, "Expected a part with an integer from 0.");
        }
        return Integer.parseInt(value.text());
    }

    Content value() {
        var content = part("value");
        if (content == null) {
            throw invalid(".value", "This operation needs a value.");
        }
        return content;
    }

    private @Nullable Content part(String name) {
        int parts = doc.get(node, "part");
        if (parts == Json.NONE || doc.kind(parts) != Json.Kind.ARRAY) {
            throw invalid("", "An operation has parts.");
        }
        for (int part = doc.first(parts); part != Json.NONE; part = doc.next(part, parts)) {
            if (name.equals(doc.text(part, "name"))) {
                return content(part, 0);
            }
        }
        return null;
    }

    private Content content(int part, int depth) {
        if (depth > DEPTH_MAX) {
            throw new Refused(new Problem.TooLarge("patch-depth", DEPTH_MAX));
        }
        String type = "";
        Tree value = null;
        Tree sibling = null;
        for (int child = doc.first(part); child != Json.NONE; child = doc.next(child, part)) {
            String property = doc.nameText(child);
            if (property != null && property.startsWith("value") && property.length() > 5) {
                type = property.substring(5);
                value = Tree.of(doc, child);
            } else if (property != null && property.startsWith("_value") && property.length() > 6) {
                type = property.substring(6);
                sibling = Tree.of(doc, child);
            }
        }
        var parts = value == null && sibling == null ? parts(part, depth) : List.<Part>of();
        return new Content(type, value, sibling, parts);
    }

    private List<Part> parts(int parent, int depth) {
        int list = doc.get(parent, "part");
        if (list == Json.NONE || doc.kind(list) != Json.Kind.ARRAY || doc.size(list) == 0) {
            throw invalid(".value", "Expected value[x] or parts.");
        }
        var parts = new ArrayList<Part>();
        for (int part = doc.first(list); part != Json.NONE; part = doc.next(part, list)) {
            String name = doc.text(part, "name");
            if (name == null) {
                throw invalid(".value", "Expected a name in each part.");
            }
            parts.add(new Part(name, content(part, depth + 1)));
        }
        return List.copyOf(parts);
    }

    Refused invalid(String place, String text) {
        return new Refused(new Problem.Invalid("operation[" + ordinal + "]" + place, text));
    }

    Refused impossible(String place, String text) {
        return new Refused(new Problem.Unprocessable(
                List.of(new Problem.Issue("operation[" + ordinal + "]" + place, "processing", text))));
    }
}
