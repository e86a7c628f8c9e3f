package io.carekeep.fhir.patch;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.path.DefinedTypes;
import io.carekeep.fhir.path.Items;
import io.carekeep.fhir.path.Node;
import io.carekeep.fhir.path.Path;
import io.carekeep.fhir.path.TypeModel;
import java.util.ArrayList;
import java.util.List;

/// FHIRPath Patch: https://hl7.org/fhir/R4/fhirpatch.html. All operations in order, or none.
///
/// What can't be understood is [Problem.Invalid]; what can't be done to this document is [Problem.Unprocessable]. Both
/// name the operation by its place from 0.
public final class FhirPathPatch {

    /// The most operations in one patch.
    public static final int OPERATIONS_MAX = 200;

    /// The most bytes that all operations of one patch may read.
    public static final long BYTES_MAX = 512L * 1024 * 1024;

    private final TypeModel model;
    private final JsonParser parser;
    private Json doc;

    private FhirPathPatch(Json document, TypeModel model) {
        this.doc = document;
        this.model = model;
        this.parser = new JsonParser(document.names(), Limits.DEFAULT);
    }

    /// The document after all operations, for FHIR R4.
    public static byte[] apply(Json document, Json parameters) {
        return apply(document, parameters, DefinedTypes.r4());
    }

    /// The document after all operations; elements that no operation touches keep their bytes.
    /// @param parameters a Parameters resource with a parameter named `operation` for each of them
    public static byte[] apply(Json document, Json parameters, TypeModel model) {
        var patch = new FhirPathPatch(document, model);
        var operations = operations(parameters);
        if ((long) document.end(0) * operations.size() > BYTES_MAX) {
            throw new Refused(new Problem.TooCostly("patch-bytes", BYTES_MAX));
        }
        byte[] bytes = Tree.of(document, 0).bytes();
        for (var operation : operations) {
            bytes = patch.applied(operation);
            patch.doc = patch.parser.parse(bytes);
        }
        return bytes;
    }

    private static List<Operation> operations(Json parameters) {
        if (parameters.kind(0) != Json.Kind.OBJECT || !"Parameters".equals(parameters.text(0, "resourceType"))) {
            throw new Refused(new Problem.Invalid("patch", "A FHIRPath Patch is a Parameters resource."));
        }
        var operations = new ArrayList<Operation>();
        int list = parameters.get(0, "parameter");
        if (list == Json.NONE) {
            return operations;
        }
        if (parameters.kind(list) != Json.Kind.ARRAY) {
            throw new Refused(new Problem.Invalid("Parameters.parameter", "A FHIRPath Patch is a list of parameters."));
        }
        for (int at = parameters.first(list); at != Json.NONE; at = parameters.next(at, list)) {
            var operation = new Operation(parameters, at, operations.size());
            if (parameters.kind(at) != Json.Kind.OBJECT || !"operation".equals(parameters.text(at, "name"))) {
                throw operation.invalid("", "Expected a parameter named operation.");
            }
            operations.add(operation);
        }
        if (operations.size() > OPERATIONS_MAX) {
            throw new Refused(new Problem.TooCostly("patch-operations", OPERATIONS_MAX));
        }
        return operations;
    }

    private byte[] applied(Operation operation) {
        var root = Tree.of(doc, 0);
        var filling = new Filling(model, operation);
        switch (operation.text("type")) {
            case "add" -> add(root, operation, filling);
            case "insert" -> insert(root, operation, filling);
            case "delete" -> delete(root, operation);
            case "replace" -> filling.replace(only(root, operation), operation.value());
            case "move" -> move(root, operation, filling);
            default -> throw operation.invalid(".type", "Expected add, insert, delete, replace or move.");
        }
        Tree.checkHeight(0, root);
        return root.bytes();
    }

    private void add(Tree root, Operation operation, Filling filling) {
        var element = single(operation);
        var chain = chain(root, element);
        var object = chain.isEmpty() ? root : holder(chain.getLast(), element);
        filling.add(object, element.type(), operation.text("name"), operation.value());
    }

    /// The object that an element's children stand in; for a primitive, that of its id and extensions.
    private static Tree holder(Spot spot, Node element) {
        String name = element.type().isPrimitive() ? "_" + spot.name() : spot.name();
        var value = spot.holder().get(name);
        if (value == null) {
            value = spot.index() == Spot.ALONE ? Tree.object() : Tree.array();
            spot.holder().put(name, value);
        }
        if (spot.index() == Spot.ALONE) {
            return value;
        }
        while (value.size() <= spot.index()) {
            value.insert(value.size(), Tree.nothing());
        }
        if (!value.get(spot.index()).isObject()) {
            value.set(spot.index(), Tree.object());
        }
        return value.get(spot.index());
    }

    private void insert(Tree root, Operation operation, Filling filling) {
        var spot = list(root, operation);
        int index = operation.number("index");
        if (index > Filling.sizeOf(spot)) {
            throw operation.impossible(".index", "The index is after the list's end.");
        }
        filling.insert(spot, index, operation.value());
    }

    private void move(Tree root, Operation operation, Filling filling) {
        var spot = list(root, operation);
        int source = operation.number("source");
        int destination = operation.number("destination");
        if (Math.max(source, destination) >= Filling.sizeOf(spot)) {
            throw operation.impossible(".source", "Source and destination are places in the list.");
        }
        filling.move(spot, source, destination);
    }

    private void delete(Tree root, Operation operation) {
        var found = evaluate(operation);
        if (found.isEmpty()) {
            return;
        }
        var chain = chain(root, one(found, operation));
        if (chain.isEmpty()) {
            throw operation.impossible(".path", "The resource itself can't be deleted by a patch.");
        }
        chain.getLast().remove();
        // FHIR has no empty objects: what held only this goes too.
        for (int place = chain.size() - 1; place > 0 && chain.get(place).leavesNothing(); place--) {
            chain.get(place - 1).remove();
        }
    }

    private Spot only(Tree root, Operation operation) {
        var chain = chain(root, single(operation));
        if (chain.isEmpty()) {
            throw operation.impossible(".path", "The resource itself can't be replaced by a patch.");
        }
        return chain.getLast();
    }

    /// A spot in the list that the path leads to: all its items, in their order.
    private Spot list(Tree root, Operation operation) {
        var found = evaluate(operation);
        if (found.isEmpty() || !(found.at(0) instanceof Node first)) {
            throw operation.impossible(".path", "The path leads to no list; add makes a new one.");
        }
        var chain = chain(root, first);
        var spot = chain.isEmpty() ? null : chain.getLast();
        if (spot == null || spot.index() != 0 || Filling.sizeOf(spot) != found.size()) {
            throw operation.impossible(".path", "The path leads to something else than one whole list.");
        }
        return spot;
    }

    private List<Spot> chain(Tree root, Node element) {
        var resource = Node.resource(doc, 0, model);
        if (resource == null) {
            throw new AssertionError("not so: a path was evaluated on a resource");
        }
        return Spot.chain(root, resource, element, model);
    }

    private Node single(Operation operation) {
        var found = evaluate(operation);
        if (found.isEmpty()) {
            throw operation.impossible(".path", "The path leads to nothing.");
        }
        return one(found, operation);
    }

    private static Node one(Items found, Operation operation) {
        if (found.size() > 1) {
            throw operation.impossible(".path", "The path leads to more than one element.");
        }
        if (found.at(0) instanceof Node node && (node.node() >= 0 || node.sibling() >= 0)) {
            return node;
        }
        throw operation.impossible(".path", "The path leads to a value instead of an element.");
    }

    private Items evaluate(Operation operation) {
        try {
            return Path.compile(operation.text("path"), model).evaluate(doc);
        } catch (Refused refused) {
            if (refused.problem() instanceof Problem.Invalid(var place, var text) && place.startsWith("FHIRPath")) {
                throw operation.invalid(".path" + place.substring("FHIRPath".length()), text);
            }
            throw refused;
        }
    }
}
