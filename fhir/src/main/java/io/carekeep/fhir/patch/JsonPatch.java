package io.carekeep.fhir.patch;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Likeness;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.json.Names;
import java.util.List;

/// JSON Patch (RFC 6902): all operations in order, or none.
///
/// What can't be understood is [Problem.Invalid]; what can't be done to this document, a failed test among it, is
/// [Problem.Unprocessable]. Both name the operation by its place from 0.
public final class JsonPatch {

    /// The most operations in one patch.
    public static final int OPERATIONS_MAX = 1_000;

    /// The most parts that all copies and tests of one patch may touch.
    public static final int PARTS_MAX = 500_000;

    private final Json patch;
    private Tree root;
    private int operation;
    private int ordinal;
    private long parts;

    private JsonPatch(Json document, Json patch) {
        this.patch = patch;
        this.root = Tree.of(document, 0);
    }

    /// The document after all operations; parts that no operation touches keep their bytes.
    public static byte[] apply(Json document, Json patch) {
        if (patch.kind(0) != Json.Kind.ARRAY) {
            throw new Refused(new Problem.Invalid("patch", "A JSON Patch is an array of operations."));
        }
        if (patch.size(0) > OPERATIONS_MAX) {
            throw new Refused(new Problem.TooCostly("patch-operations", OPERATIONS_MAX));
        }
        var run = new JsonPatch(document, patch);
        for (int at = patch.first(0); at != Json.NONE; at = patch.next(at, 0)) {
            run.operation = at;
            run.apply();
            run.ordinal++;
        }
        return run.root.bytes();
    }

    private void apply() {
        if (patch.kind(operation) != Json.Kind.OBJECT) {
            throw invalid("", "An operation is an object with op and path.");
        }
        var path = pointer("path");
        switch (text("op")) {
            case "add" -> add(path, value());
            case "remove" -> remove(path);
            case "replace" -> replace(path, value());
            case "move" -> move(pointer("from"), path);
            case "copy" -> add(path, copied(found(pointer("from"), ".from")));
            case "test" -> test(found(path, ".path"), value());
            default -> throw invalid(".op", "Expected add, remove, replace, move, copy or test.");
        }
    }

    private void add(Pointer path, Tree value) {
        Tree.checkHeight(path.words().size(), value);
        if (path.isRoot()) {
            root = value;
            return;
        }
        var parent = found(path.parent(), ".path");
        if (parent.isObject()) {
            parent.put(path.last(), value);
        } else if (parent.isArray()) {
            boolean end = path.last().equals("-");
            parent.insert(end ? parent.size() : index(path.last(), parent.size() + 1), value);
        } else {
            throw impossible(".path", "The place before the last name is no object or array.");
        }
    }

    private void remove(Pointer path) {
        if (path.isRoot()) {
            throw impossible(".path", "The whole resource can't be removed by a patch.");
        }
        var parent = found(path.parent(), ".path");
        found(path, ".path");
        if (parent.isObject()) {
            parent.remove(path.last());
        } else {
            parent.remove(index(path.last(), parent.size()));
        }
    }

    private void replace(Pointer path, Tree value) {
        Tree.checkHeight(path.words().size(), value);
        found(path, ".path");
        if (path.isRoot()) {
            root = value;
            return;
        }
        var parent = found(path.parent(), ".path");
        if (parent.isObject()) {
            parent.put(path.last(), value);
        } else {
            parent.set(index(path.last(), parent.size()), value);
        }
    }

    private void move(Pointer from, Pointer path) {
        if (path.isBelow(from)) {
            throw impossible(".path", "A value can't be moved into itself.");
        }
        var value = found(from, ".from");
        if (!path.equals(from)) {
            remove(from);
            add(path, value);
        }
    }

    private Tree copied(Tree value) {
        spend(value.parts());
        return value.copy();
    }

    private void test(Tree actual, Tree expected) {
        spend(actual.parts());
        var parser = new JsonParser(Names.NONE, Limits.DEFAULT);
        if (!Likeness.same(parser.parse(actual.bytes()), 0, parser.parse(expected.bytes()), 0)) {
            throw impossible("", "The tested value is another.");
        }
    }

    private void spend(long more) {
        parts += more;
        if (parts > PARTS_MAX) {
            throw new Refused(new Problem.TooCostly("patch-parts", PARTS_MAX));
        }
    }

    private Tree found(Pointer pointer, String place) {
        var tree = root;
        for (var word : pointer.words()) {
            Tree next = null;
            if (tree.isObject()) {
                next = tree.get(word);
            } else if (tree.isArray()) {
                next = tree.get(index(word, tree.size()));
            }
            if (next == null) {
                throw impossible(place, "There is nothing at this place.");
            }
            tree = next;
        }
        return tree;
    }

    private int index(String word, int size) {
        boolean number = word.matches("0|[1-9][0-9]{0,8}");
        if (!number || Integer.parseInt(word) >= size) {
            throw impossible(".path", "An array's place is a number without leading zeros, below its size.");
        }
        return Integer.parseInt(word);
    }

    private Pointer pointer(String name) {
        return Pointer.read(text(name))
                .orElseThrow(() -> invalid("." + name, "Expected a JSON Pointer such as /name/0/family."));
    }

    private String text(String name) {
        int node = patch.get(operation, name);
        if (node == Json.NONE || patch.kind(node) != Json.Kind.STRING) {
            throw invalid("." + name, "Expected a string.");
        }
        return patch.text(node);
    }

    private Tree value() {
        int node = patch.get(operation, "value");
        if (node == Json.NONE) {
            throw invalid(".value", "This operation needs a value.");
        }
        return Tree.of(patch, node);
    }

    private Refused invalid(String place, String text) {
        return new Refused(new Problem.Invalid("patch[" + ordinal + "]" + place, text));
    }

    private Refused impossible(String place, String text) {
        return new Refused(new Problem.Unprocessable(
                List.of(new Problem.Issue("patch[" + ordinal + "]" + place, "processing", text))));
    }
}
