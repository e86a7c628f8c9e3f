package io.carekeep.fhir.validation;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.path.Context;
import io.carekeep.fhir.path.Node;
import io.carekeep.fhir.path.TypeModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One pass over one resource, depth first. An element's invariants are looked at when all below it is well formed:
/// over anything else they would only repeat its faults.
final class Walk {

    private static final String EMPTY =
            "Expected a value or extensions in this element (ele-1): an id alone is not enough.";

    private final Shapes shapes;
    private final Json doc;
    private final Issues issues;
    private final Primitives primitives;
    private final ReferenceCheck references;
    // The resource that is being looked at, and the one that contains it or itself.
    private int resource = Json.NONE;
    private int root = Json.NONE;
    private @Nullable Context context;

    Walk(Shapes shapes, Json doc, Issues issues) {
        this.shapes = shapes;
        this.doc = doc;
        this.issues = issues;
        this.primitives = new Primitives(doc, issues, this);
        this.references = new ReferenceCheck(shapes.types(), doc, issues);
    }

    /// @param container the resource that contains this one, or [Json#NONE]
    void resource(int node, int container) {
        if (doc.kind(node) != Json.Kind.OBJECT) {
            issues.add(node, "structure", "Expected a resource: a JSON object with resourceType.");
            return;
        }
        var shape = shapes.resource(doc, node);
        if (shape == null) {
            boolean named = doc.get(node, shapes.types().property()) != Json.NONE;
            issues.addBelow(
                    node,
                    "resourceType",
                    named ? "not-supported" : "required",
                    "Expected the name of a resource type of FHIR R4, such as \"Patient\".");
            return;
        }
        int outerResource = resource;
        int outerRoot = root;
        var outerContext = context;
        resource = node;
        root = container == Json.NONE ? node : container;
        context = null;
        object(node, shape, List.of());
        resource = outerResource;
        root = outerRoot;
        context = outerContext;
    }

    /// @param own the rules of the place, beside those of the shape
    private void object(int node, Shape shape, List<Rule> own) {
        if (!isObject(node)) {
            return;
        }
        int before = issues.count();
        long present = elements(node, shape);
        missing(node, shape, present);
        if ((present & shape.content()) == 0 && node != resource) {
            issues.add(node, "invariant", EMPTY);
        }
        if (issues.count() == before) {
            check(shape.rules(), node, shape.type(), present);
            check(own, node, shape.type(), present);
        }
    }

    /// What stands beside a primitive's value, or alone.
    /// @param valued whether there is a value
    void beside(int node, boolean valued) {
        if (isObject(node)) {
            long present = elements(node, shapes.element());
            if ((present & shapes.element().content()) == 0 && !valued) {
                issues.add(node, "invariant", EMPTY);
            }
        }
    }

    private boolean isObject(int node) {
        boolean object = doc.kind(node) == Json.Kind.OBJECT;
        if (!object) {
            issues.add(node, "structure", "Expected a JSON object with the properties of this element.");
        } else if (doc.first(node) == Json.NONE) {
            issues.add(node, "structure", "Expected something in this object. Leave an empty object out.");
        }
        return object && doc.first(node) != Json.NONE;
    }

    /// Looks at all properties; gives the set of the elements that are there.
    private long elements(int node, Shape shape) {
        long present = 0;
        for (int child = doc.first(node); child != Json.NONE && !issues.full(); child = doc.next(child, node)) {
            var slot = shape.slot(doc.name(child));
            if (slot != null) {
                present = once(child, slot, present);
                value(node, child, slot);
            } else {
                present = other(node, child, shape, present);
            }
        }
        return present;
    }

    private long once(int child, Slot slot, long present) {
        if ((present & slot.bit()) != 0) {
            issues.add(
                    child,
                    "structure",
                    "Expected one type of this choice; " + slot.property().name() + " is a second one. Leave one out.");
        }
        return present | slot.bit();
    }

    /// A property that is no element: what stands beside a primitive, the resource's type, or nothing FHIR knows.
    private long other(int node, int child, Shape shape, long present) {
        var slot = shape.shadow(doc.name(child));
        if (slot != null) {
            boolean alone = doc.get(node, slot.property().number()) == Json.NONE;
            long more = alone ? once(child, slot, present) : present;
            primitives.shadow(node, child, slot);
            return more;
        }
        if (node == resource && doc.name(child) == shapes.types().property()) {
            return present;
        }
        var name = doc.nameText(child);
        issues.add(
                child,
                "structure",
                "fhir_comments".equals(name)
                        ? "Comments are not part of FHIR R4's JSON. Leave fhir_comments out."
                        : "Not an element of " + shape.definition().name() + ". Expected one of: "
                                + String.join(", ", shape.propertyNames()) + ".");
        return present;
    }

    private void missing(int node, Shape shape, long present) {
        long missing = shape.required() & ~present;
        if (missing == 0) {
            return;
        }
        for (var element : shape.definition().elements()) {
            if ((missing & Shapes.bit(element)) != 0) {
                var name = element.path().substring(element.path().lastIndexOf('.') + 1);
                var plain = name.replace("[x]", "");
                issues.addBelow(node, plain, "required", "Expected this element: " + name + " has to be there.");
            }
        }
    }

    private void value(int holder, int child, Slot slot) {
        boolean array = doc.kind(child) == Json.Kind.ARRAY;
        if (array != slot.repeats()) {
            issues.add(
                    child,
                    "structure",
                    array
                            ? "Expected one value, not an array: this element doesn't repeat."
                            : "Expected an array: this element may repeat, so JSON writes it in brackets.");
            return;
        }
        if (!array) {
            single(holder, child, slot);
            return;
        }
        if (doc.first(child) == Json.NONE) {
            issues.add(child, "structure", "Expected at least one item. Leave an empty array out.");
        }
        boolean gaps = slot.format() != null && doc.get(holder, slot.shadow()) != Json.NONE;
        for (int item = doc.first(child); item != Json.NONE && !issues.full(); item = doc.next(item, child)) {
            // With a second array beside this one, both are compared when that one's turn comes.
            if (!gaps || doc.kind(item) != Json.Kind.NULL) {
                single(holder, item, slot);
            }
        }
    }

    private void single(int holder, int node, Slot slot) {
        var format = slot.format();
        var shape = slot.shape();
        if (format != null) {
            primitives.value(holder, node, slot, format);
        } else if (shape == null) {
            nested(node, slot);
        } else {
            int before = issues.count();
            object(node, shape, slot.rules());
            if (issues.count() == before) {
                bound(node, slot);
            }
        }
    }

    private void nested(int node, Slot slot) {
        boolean contained = slot.property().name().equals("contained");
        if (contained && resource != root) {
            issues.add(node, "structure", "A contained resource can't contain others. Move this one up.");
            return;
        }
        resource(node, contained ? resource : Json.NONE);
    }

    private void bound(int node, Slot slot) {
        var targets = slot.targets();
        if (targets != null) {
            references.check(node, resource, root, targets);
        }
        var codes = slot.codes();
        if (codes != null && !codes.containsOneOf(doc, node)) {
            issues.add(
                    node,
                    "code-invalid",
                    "Expected a coding with system " + codes.shownSystems() + " and one of the codes: " + codes.shown()
                            + ".");
        }
    }

    /// Evaluates rules over an element that is well formed.
    void check(List<Rule> rules, int node, TypeModel.Type type, long present) {
        for (int at = 0; at < rules.size(); at++) {
            var rule = rules.get(at);
            if (!rule.holdsFor(present)) {
                check(rule, new Node(doc, node, Json.NONE, type), present, node);
            }
        }
    }

    /// Evaluates one rule.
    /// @param shown where the element stands in the document
    void check(Rule rule, Node element, long present, int shown) {
        try {
            if (!rule.holds(element, present, context())) {
                issues.add(shown, "invariant", rule.key() + ": " + rule.human());
            }
        } catch (Refused refused) {
            var limit = refused.problem() instanceof Problem.TooCostly(var name, var most) ? name + " " + most : "";
            issues.add(shown, "too-costly", rule.key() + " can't be checked within the limit " + limit + ".");
        }
    }

    private Context context() {
        var known = context;
        if (known == null) {
            known = Context.of(resource, root);
            context = known;
        }
        return known;
    }
}
