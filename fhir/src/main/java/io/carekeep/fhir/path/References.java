package io.carekeep.fhir.path;

import io.carekeep.fhir.json.Json;
import org.jspecify.annotations.Nullable;

/// Follows references inside one document: to contained resources and to a bundle's entries. A reference that leads
/// elsewhere gives an element without content, of the type that the reference names.
final class References {

    private References() {}

    static Items resolve(Item item, Scope.Run run) {
        var text = text(item);
        if (text == null) {
            return Items.None.NONE;
        }
        if (text.startsWith("#")) {
            return contained(text.substring(1), run);
        }
        var entry = entry(text, run);
        return entry.isEmpty() ? elsewhere(text, item, run) : entry;
    }

    private static @Nullable String text(Item item) {
        if (item instanceof Node node && node.type().isA("Reference")) {
            return node.node() == Json.NONE ? null : node.doc().text(node.node(), "reference");
        }
        return item.value() instanceof Item.Text(var text) ? text : null;
    }

    private static Items contained(String id, Scope.Run run) {
        int root = run.context.root();
        if (root == Json.NONE) {
            return Items.None.NONE;
        }
        if (id.isEmpty()) {
            return node(root, run);
        }
        int contained = run.doc.get(root, "contained");
        if (contained == Json.NONE) {
            return Items.None.NONE;
        }
        for (int child = run.doc.first(contained); child != Json.NONE; child = run.doc.next(child, contained)) {
            if (id.equals(run.doc.text(child, "id"))) {
                return node(child, run);
            }
        }
        return Items.None.NONE;
    }

    private static Items entry(String text, Scope.Run run) {
        var doc = run.doc;
        int entries = doc.kind(0) == Json.Kind.OBJECT ? doc.get(0, "entry") : Json.NONE;
        if (entries == Json.NONE
                || doc.kind(entries) != Json.Kind.ARRAY
                || !"Bundle".equals(doc.text(0, "resourceType"))) {
            return Items.None.NONE;
        }
        for (int entry = doc.first(entries); entry != Json.NONE; entry = doc.next(entry, entries)) {
            run.step();
            int resource = doc.kind(entry) == Json.Kind.OBJECT ? doc.get(entry, "resource") : Json.NONE;
            if (resource != Json.NONE && leadsTo(text, doc, entry, resource)) {
                return node(resource, run);
            }
        }
        return Items.None.NONE;
    }

    private static boolean leadsTo(String text, Json doc, int entry, int resource) {
        if (text.equals(doc.text(entry, "fullUrl"))) {
            return true;
        }
        String type = doc.text(resource, "resourceType");
        String id = doc.text(resource, "id");
        return type != null && id != null && text.equals(type + "/" + id);
    }

    private static Items elsewhere(String text, Item item, Scope.Run run) {
        var parts = text.split("/", -1);
        int last = parts.length - 1;
        if (last >= 3 && parts[last - 1].equals("_history")) {
            last -= 2;
        }
        var type = last >= 1 ? run.model.type(parts[last - 1]) : null;
        if (type == null && item instanceof Node node && node.type().isA("Reference")) {
            String named = node.doc().text(node.node(), "type");
            type = named == null ? null : run.model.type(named);
        }
        return type == null || !type.isA("Resource") ? Items.None.NONE : new Node(run.doc, Json.NONE, Json.NONE, type);
    }

    private static Items node(int resource, Scope.Run run) {
        var type = Children.resourceType(run.doc, resource, run.model);
        return type == null ? Items.None.NONE : new Node(run.doc, resource, Json.NONE, type);
    }
}
