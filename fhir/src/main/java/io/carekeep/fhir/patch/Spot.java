package io.carekeep.fhir.patch;

import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.path.Node;
import io.carekeep.fhir.path.TypeModel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where an element stands in a document that is being changed.
/// @param holder the object that has the property
/// @param type the holder's type
/// @param name the property's name, without the underscore of a primitive's id and extensions
/// @param index the item's place in the property's array, or [#ALONE]
record Spot(Tree holder, TypeModel.Type type, String name, int index) {

    static final int ALONE = -1;

    /// The spots from the resource's own property down to the element; none for the resource itself.
    static List<Spot> chain(Tree root, Node resource, Node element, TypeModel model) {
        var doc = element.doc();
        int target = element.node() == Json.NONE ? element.sibling() : element.node();
        var chain = new ArrayList<Spot>();
        var type = resource.type();
        var tree = root;
        int at = resource.node();
        while (at != target) {
            int child = containing(doc, at, target);
            var property = type.property(doc.name(child));
            String written = doc.nameText(child);
            if (property == null || written == null) {
                throw new AssertionError("not so: a path leads along known elements");
            }
            Tree value = inside(tree, written);
            boolean array = doc.kind(child) == Json.Kind.ARRAY;
            int item = array ? containing(doc, child, target) : child;
            int index = array ? place(doc, child, item) : ALONE;
            chain.add(new Spot(tree, type, written.startsWith("_") ? written.substring(1) : written, index));
            tree = array ? value.get(index) : value;
            type = element.node() == item ? element.type() : actual(property.type(), doc, item, model);
            at = item;
        }
        return chain;
    }

    private static Tree inside(Tree tree, String name) {
        var value = tree.get(name);
        if (value == null) {
            throw new AssertionError("not so: the tree mirrors the tape");
        }
        return value;
    }

    private static TypeModel.Type actual(TypeModel.Type type, Json doc, int node, TypeModel model) {
        if (!type.isAnyResource()) {
            return type;
        }
        var resource = Node.resource(doc, node, model);
        return resource == null ? type : resource.type();
    }

    private static int containing(Json doc, int parent, int target) {
        int child = doc.first(parent);
        while (doc.after(child) <= target) {
            child = doc.after(child);
        }
        return child;
    }

    private static int place(Json doc, int array, int item) {
        int place = 0;
        for (int child = doc.first(array); child != item; child = doc.next(child, array)) {
            place++;
        }
        return place;
    }

    /// The property's value.
    @Nullable
    Tree property() {
        return holder.get(name);
    }

    /// The property that holds ids and extensions of primitives.
    @Nullable
    Tree sibling() {
        return holder.get("_" + name);
    }

    /// Whether the element was the last thing in its holder.
    boolean leavesNothing() {
        return holder.isEmpty();
    }

    /// Takes the element out, with its id and extensions.
    void remove() {
        removeFrom(name);
        removeFrom("_" + name);
    }

    private void removeFrom(String property) {
        var value = holder.get(property);
        if (value == null) {
            return;
        }
        if (index == ALONE) {
            holder.remove(property);
            return;
        }
        if (index < value.size()) {
            value.remove(index);
        }
        if (value.isEmpty()) {
            holder.remove(property);
        }
    }
}
