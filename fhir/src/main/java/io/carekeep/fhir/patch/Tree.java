package io.carekeep.fhir.patch;

import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.JsonText;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.json.Names;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A JSON value that can be changed. What nobody changes stays where it is in its document, and is written as the same
/// bytes.
final class Tree {

    /// The most levels and bytes of a patched document: those of any document.
    private static final Limits LIMITS = Limits.DEFAULT;

    private static final Json NOTHING =
            new JsonParser(Names.NONE, LIMITS).parse("null".getBytes(StandardCharsets.US_ASCII));

    private final Json.Kind kind;
    private final @Nullable Json doc;
    private final int node;
    // Its properties or items once somebody looked inside.
    private @Nullable List<Branch> branches;

    /// A property, or with an empty name an item.
    private record Branch(String name, Tree value) {}

    private Tree(Json.Kind kind, @Nullable Json doc, int node, @Nullable List<Branch> branches) {
        this.kind = kind;
        this.doc = doc;
        this.node = node;
        this.branches = branches;
    }

    static Tree of(Json doc, int node) {
        return new Tree(doc.kind(node), doc, node, null);
    }

    static Tree object() {
        return new Tree(Json.Kind.OBJECT, null, Json.NONE, new ArrayList<>());
    }

    static Tree array() {
        return new Tree(Json.Kind.ARRAY, null, Json.NONE, new ArrayList<>());
    }

    /// The value null, as it stands in a list of primitives where one has only an id or extensions.
    static Tree nothing() {
        return new Tree(Json.Kind.NULL, NOTHING, 0, null);
    }

    boolean isText() {
        return kind == Json.Kind.STRING;
    }

    /// The text of a plain value.
    String text() {
        return source().text(node);
    }

    boolean isObject() {
        return kind == Json.Kind.OBJECT;
    }

    boolean isArray() {
        return kind == Json.Kind.ARRAY;
    }

    /// Whether it is an object or array with nothing in it.
    boolean isEmpty() {
        return (isObject() || isArray()) && branches().isEmpty();
    }

    int size() {
        return branches().size();
    }

    /// The property's value, or null.
    @Nullable
    Tree get(String name) {
        int place = place(name);
        return place < 0 ? null : branches().get(place).value();
    }

    Tree get(int place) {
        return branches().get(place).value();
    }

    /// Sets a property, in its old place if there was one.
    void put(String name, Tree value) {
        int place = place(name);
        if (place < 0) {
            branches().add(new Branch(name, value));
        } else {
            branches().set(place, new Branch(name, value));
        }
    }

    /// Sets a property where another one stands.
    void rename(String old, String name, Tree value) {
        branches().set(place(old), new Branch(name, value));
    }

    void set(int place, Tree value) {
        branches().set(place, new Branch("", value));
    }

    void insert(int place, Tree value) {
        branches().add(place, new Branch("", value));
    }

    void remove(String name) {
        branches().remove(place(name));
    }

    Tree remove(int place) {
        return branches().remove(place).value();
    }

    private int place(String name) {
        var all = branches();
        for (int place = 0; place < all.size(); place++) {
            if (all.get(place).name().equals(name)) {
                return place;
            }
        }
        return -1;
    }

    private List<Branch> branches() {
        Check.that(isObject() || isArray(), "only objects and arrays have something inside");
        if (branches == null) {
            branches = new ArrayList<>();
            var source = source();
            for (int child = source.first(node); child != Json.NONE; child = source.next(child, node)) {
                String name = source.nameText(child);
                branches.add(new Branch(name == null ? "" : name, of(source, child)));
            }
        }
        return branches;
    }

    private Json source() {
        if (doc == null) {
            throw new AssertionError("not so: what has no branches has a document");
        }
        return doc;
    }

    /// An independent value that is the same.
    Tree copy() {
        if (branches == null) {
            return new Tree(kind, doc, node, null);
        }
        var copies = new ArrayList<Branch>(branches.size());
        for (var branch : branches) {
            copies.add(new Branch(branch.name(), branch.value().copy()));
        }
        return new Tree(kind, doc, node, copies);
    }

    /// How many parts a copy of it would have.
    long parts() {
        long parts = 1;
        if (branches != null) {
            for (var branch : branches) {
                parts += branch.value().parts();
            }
        }
        return parts;
    }

    /// How many levels it has; 0 for a plain value.
    int height() {
        if (!isObject() && !isArray()) {
            return 0;
        }
        int most = 0;
        if (branches == null) {
            var source = source();
            for (int child = source.first(node); child != Json.NONE; child = source.next(child, node)) {
                most = Math.max(most, of(source, child).height());
            }
        } else {
            for (var branch : branches) {
                most = Math.max(most, branch.value().height());
            }
        }
        return most + 1;
    }

    /// Refuses what would be deeper than a document may be.
    static void checkHeight(int depth, Tree value) {
        if (depth + value.height() > LIMITS.depth()) {
            throw new Refused(new Problem.TooLarge("body-depth", LIMITS.depth()));
        }
    }

    byte[] bytes() {
        var out = new ByteArrayOutputStream(256);
        write(out);
        return out.toByteArray();
    }

    private void write(ByteArrayOutputStream out) {
        if (branches == null) {
            var source = source();
            append(out, source.bytes(), source.start(node), source.end(node));
            return;
        }
        out.write(isObject() ? '{' : '[');
        boolean first = true;
        for (var branch : branches) {
            if (!first) {
                out.write(',');
            }
            first = false;
            if (isObject()) {
                var name = JsonText.quoted(branch.name());
                append(out, name, 0, name.length);
                out.write(':');
            }
            branch.value().write(out);
        }
        out.write(isObject() ? '}' : ']');
    }

    private static void append(ByteArrayOutputStream out, byte[] bytes, int from, int to) {
        if (out.size() + (to - from) > LIMITS.bytes()) {
            throw new Refused(new Problem.TooLarge("body-bytes", LIMITS.bytes()));
        }
        out.write(bytes, from, to - from);
    }
}
