package io.carekeep.fhir.validation;

import io.carekeep.fhir.json.Json;
import java.util.HashSet;

/// A look whether all contained resources are referred to, as dom-3 asks.
final class ContainedUsed {

    private ContainedUsed() {}

    /// Whether each of them surely is, by an element called `reference`.
    static boolean surely(Json doc, int resource) {
        int contained = doc.get(resource, "contained");
        if (contained == Json.NONE) {
            return true;
        }
        var used = new HashSet<String>();
        int name = doc.names().number("reference");
        int end = doc.after(resource);
        for (int node = resource + 1; node < end; node++) {
            if (doc.name(node) == name
                    && doc.kind(node) == Json.Kind.STRING
                    && doc.bytes()[doc.start(node) + 1] == '#') {
                used.add(doc.text(node).substring(1));
            }
        }
        for (int each = doc.first(contained); each != Json.NONE; each = doc.next(each, contained)) {
            var id = doc.text(each, "id");
            if (id != null && !used.contains(id)) {
                return false;
            }
        }
        return true;
    }
}
