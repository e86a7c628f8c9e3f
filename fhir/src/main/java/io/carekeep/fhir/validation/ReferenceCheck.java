package io.carekeep.fhir.validation;

import io.carekeep.fhir.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Looks at where a reference leads: https://hl7.org/fhir/R4/references.html.
final class ReferenceCheck {

    private static final String LOCAL =
            "ref-1: Expected a contained resource with the id after #. Contain it, or refer to it by [type]/[id].";

    private final ResourceTypes types;
    private final Json doc;
    private final Issues issues;
    private final int literal;
    private Map<String, Integer> contained = Map.of();
    private int containedIn = Json.NONE;

    ReferenceCheck(ResourceTypes types, Json doc, Issues issues) {
        this.types = types;
        this.doc = doc;
        this.issues = issues;
        this.literal = doc.names().number("reference");
    }

    /// @param reference an element that is well formed
    /// @param resource the resource that holds it
    /// @param root the resource that contains that one, or itself
    void check(int reference, int resource, int root, Targets targets) {
        int text = doc.get(reference, literal);
        if (text != Json.NONE) {
            byte first = doc.bytes()[doc.start(text) + 1];
            if (first == '#' || first == '\\' && doc.text(text).startsWith("#")) {
                local(text, resource, root, targets);
            } else {
                literal(text, targets);
            }
        }
        int type = doc.get(reference, "type");
        if (type != Json.NONE) {
            var name = doc.text(type).getBytes(StandardCharsets.UTF_8);
            int number = types.number(name, 0, name.length);
            if (number != ResourceTypes.UNKNOWN && !targets.allows(number)) {
                wrongType(type, targets);
            }
        }
    }

    // The invariant ref-1: only from inside does a bare # lead to the containing resource.
    private void local(int text, int resource, int root, Targets targets) {
        var id = doc.text(text).substring(1);
        boolean outwards = id.isEmpty() && resource != root;
        var type = outwards
                ? Integer.valueOf(types.of(doc, root))
                : contained(root).get(id);
        if (type == null) {
            issues.add(text, "invariant", LOCAL);
        } else if (type != ResourceTypes.UNKNOWN && !targets.allows(type)) {
            wrongType(text, targets);
        }
    }

    private void literal(int text, Targets targets) {
        switch (targets.of(doc, text)) {
            case FITS -> {}
            case WRONG_TYPE -> wrongType(text, targets);
            case NO_REFERENCE ->
                issues.add(
                        text,
                        "value",
                        "Expected a reference: [type]/[id], an absolute URL, urn:uuid:…, or # and the id of a contained"
                                + " resource.");
        }
    }

    private void wrongType(int node, Targets targets) {
        issues.add(node, "value", "Expected a reference to " + targets.shown() + ".");
    }

    /// The types of the contained resources by id. A document has many references, so they are looked up once.
    private Map<String, Integer> contained(int root) {
        if (root == containedIn) {
            return contained;
        }
        contained = new HashMap<>();
        containedIn = root;
        int array = doc.get(root, "contained");
        int child = array == Json.NONE || doc.kind(array) != Json.Kind.ARRAY ? Json.NONE : doc.first(array);
        while (child != Json.NONE) {
            var id = doc.kind(child) == Json.Kind.OBJECT ? doc.text(child, "id") : null;
            if (id != null) {
                contained.put(id, types.of(doc, child));
            }
            child = doc.next(child, array);
        }
        return contained;
    }
}
