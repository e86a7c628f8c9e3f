package io.carekeep.fhir.json;

import io.carekeep.base.Check;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One JSON document: its bytes and a flat tape of nodes in document order. A node is an index into the tape; node 0
/// is the root. Nothing is copied until somebody asks for text.
///
/// A document is immutable and may be shared between threads.
public final class Json {

    /// "There is no such node."
    public static final int NONE = -1;

    private final byte[] bytes;
    private final Names names;
    private final int count;
    // Five words a node: where its value starts and ends, the node after its last descendant, where its name starts
    // (NONE when it has none), and its kind in the low 4 bits with the name's number above.
    private final int[] tape;

    static final int WIDTH = 5;
    static final int START = 0;
    static final int END = 1;
    static final int AFTER = 2;
    static final int NAME_START = 3;
    static final int WORD = 4;
    private static final int KIND_BITS = 4;
    private static final Kind[] KINDS = Kind.values();

    /// What a node is.
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL
    }

    Json(byte[] bytes, Names names, int[] tape, int count) {
        this.bytes = bytes;
        this.names = names;
        this.tape = tape;
        this.count = count;
    }

    @SuppressWarnings("EnumOrdinal") // the tape is never stored
    static int word(Kind kind, int name) {
        return name << KIND_BITS | kind.ordinal();
    }

    /// The document's own bytes; not a copy, and not to be changed.
    public byte[] bytes() {
        return bytes;
    }

    /// The table that numbers this document's names.
    public Names names() {
        return names;
    }

    /// How many nodes there are.
    public int count() {
        return count;
    }

    public Kind kind(int node) {
        return KINDS[tape[node * WIDTH + WORD] & (1 << KIND_BITS) - 1];
    }

    /// The number of the property's name in [#names()], or [Names#UNKNOWN] for an unknown name, an item of an array
    /// and the root.
    public int name(int node) {
        return tape[node * WIDTH + WORD] >>> KIND_BITS;
    }

    /// The property's name as text, or null for an item of an array or the root.
    public @Nullable String nameText(int node) {
        int known = name(node);
        if (known != Names.UNKNOWN) {
            return names.text(known);
        }
        int from = tape[node * WIDTH + NAME_START];
        return from == NONE ? null : JsonText.decode(bytes, from, JsonText.closingQuote(bytes, from));
    }

    /// Where the property's name starts in the bytes (after its quote), or [#NONE].
    public int nameStart(int node) {
        return tape[node * WIDTH + NAME_START];
    }

    /// Where the value starts in the bytes; a string's quote is part of it.
    public int start(int node) {
        return tape[node * WIDTH + START];
    }

    /// Where the value ends in the bytes, exclusive.
    public int end(int node) {
        return tape[node * WIDTH + END];
    }

    /// The first child of an object or array, or [#NONE].
    public int first(int node) {
        int after = tape[node * WIDTH + AFTER];
        return after > node + 1 ? node + 1 : NONE;
    }

    /// The node after this one and all below it; it is a sibling only while it is before the parent's [#after(int)].
    public int after(int node) {
        return tape[node * WIDTH + AFTER];
    }

    /// The next child of the same parent, or [#NONE].
    public int next(int node, int parent) {
        int after = tape[node * WIDTH + AFTER];
        return after < tape[parent * WIDTH + AFTER] ? after : NONE;
    }

    /// The property of an object with this name number, or [#NONE]; also [#NONE] when the node is no object.
    public int get(int object, int name) {
        int end = tape[object * WIDTH + AFTER];
        for (int child = object + 1; child < end; child = tape[child * WIDTH + AFTER]) {
            if (tape[child * WIDTH + WORD] >>> KIND_BITS == name && tape[child * WIDTH + NAME_START] != NONE) {
                return child;
            }
        }
        return NONE;
    }

    /// The property of an object with this name, or [#NONE].
    public int get(int object, String name) {
        int number = names.number(name);
        if (number != Names.UNKNOWN) {
            return get(object, number);
        }
        int end = tape[object * WIDTH + AFTER];
        for (int child = object + 1; child < end; child = tape[child * WIDTH + AFTER]) {
            if (name(child) == Names.UNKNOWN && name.equals(nameText(child))) {
                return child;
            }
        }
        return NONE;
    }

    /// How many children an object or array has.
    public int size(int node) {
        int end = tape[node * WIDTH + AFTER];
        int size = 0;
        for (int child = node + 1; child < end; child = tape[child * WIDTH + AFTER]) {
            size++;
        }
        return size;
    }

    /// The text of a string (decoded) or of a number, true, false, null (as written).
    public String text(int node) {
        int from = start(node);
        int to = end(node);
        return kind(node) == Kind.STRING
                ? JsonText.decode(bytes, from + 1, to - 1)
                : new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /// The text of a property, or null when the object lacks it.
    public @Nullable String text(int object, String name) {
        int node = get(object, name);
        return node == NONE ? null : text(node);
    }

    /// Whether a string node, as written and without escapes, is exactly these bytes.
    public boolean is(int node, byte[] expected) {
        int from = start(node) + 1;
        return kind(node) == Kind.STRING && Arrays.equals(bytes, from, end(node) - 1, expected, 0, expected.length);
    }

    /// The value's bytes as written, copied.
    public byte[] raw(int node) {
        return Arrays.copyOfRange(bytes, start(node), end(node));
    }

    /// The same subtree as a document of its own that shares these bytes.
    public Json subtree(int node) {
        int end = after(node);
        var part = Arrays.copyOfRange(tape, node * WIDTH, end * WIDTH);
        for (int at = AFTER; at < part.length; at += WIDTH) {
            part[at] -= node;
        }
        part[NAME_START] = NONE;
        part[WORD] = word(kind(node), Names.UNKNOWN);
        Check.that(part.length == (end - node) * WIDTH, "a subtree is a run of the tape");
        return new Json(bytes, names, part, end - node);
    }
}
