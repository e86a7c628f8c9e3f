package io.carekeep.fhir.json;

import io.carekeep.base.Check;
import java.util.Arrays;

/// Changes to one subtree of a document, written out in one pass: what no edit touches is copied byte for byte, so
/// numbers and strings keep their text. Edits below a replaced or removed node are forgotten.
///
/// Values are given as JSON bytes and trusted to be JSON. Not for several threads.
public final class Edits {

    private static final byte[] NOTHING = {};

    /// What an edit does at its node; the order is the order in which edits at one node are written.
    private enum Deed {
        BEFORE,
        REPLACE,
        REMOVE,
        AFTER,
        FIRST,
        LAST
    }

    private final Json doc;
    private final int root;
    // Three arrays in step, sorted by node; edits at one node stay in the order in which they were given.
    private int[] nodes = new int[8];
    private Deed[] deeds = new Deed[8];
    private byte[][] values = new byte[8][];
    private int count;
    private int added;

    /// @param node the subtree to write; every edit is at it or below it
    public Edits(Json doc, int node) {
        this.doc = doc;
        this.root = node;
    }

    /// Writes another value in a node's place; its name stays.
    public Edits replace(int node, byte[] value) {
        return add(node, Deed.REPLACE, value);
    }

    /// Leaves out a property or an item, with its name and comma.
    public Edits remove(int node) {
        Check.that(node != root, "the written subtree itself is not removed");
        return add(node, Deed.REMOVE, NOTHING);
    }

    /// Adds a property before all others of an object. Of several, the first given comes first.
    public Edits insertFirst(int object, String name, byte[] value) {
        Check.that(doc.kind(object) == Json.Kind.OBJECT, "a property is added to an object");
        return add(object, Deed.FIRST, JsonText.property(name, value));
    }

    /// Adds a property after all others of an object.
    public Edits insertLast(int object, String name, byte[] value) {
        Check.that(doc.kind(object) == Json.Kind.OBJECT, "a property is added to an object");
        return add(object, Deed.LAST, JsonText.property(name, value));
    }

    /// Adds a property after a given one.
    public Edits insertAfter(int property, String name, byte[] value) {
        return add(property, Deed.AFTER, JsonText.property(name, value));
    }

    /// Adds an item before a given one.
    public Edits insertBefore(int item, byte[] value) {
        return add(item, Deed.BEFORE, value);
    }

    /// Adds an item at an array's end.
    public Edits insertLast(int array, byte[] value) {
        Check.that(doc.kind(array) == Json.Kind.ARRAY, "an item is added to an array");
        return add(array, Deed.LAST, value);
    }

    private Edits add(int node, Deed deed, byte[] value) {
        Check.that(node >= root && node < doc.after(root), "an edit is inside the written subtree");
        if (count == nodes.length) {
            nodes = Arrays.copyOf(nodes, count * 2);
            deeds = Arrays.copyOf(deeds, count * 2);
            values = Arrays.copyOf(values, count * 2);
        }
        int at = count++;
        while (at > 0 && nodes[at - 1] > node) {
            nodes[at] = nodes[at - 1];
            deeds[at] = deeds[at - 1];
            values[at] = values[at - 1];
            at--;
        }
        nodes[at] = node;
        deeds[at] = deed;
        values[at] = value;
        added += value.length + 1;
        return this;
    }

    /// Whether nothing is to be changed.
    public boolean isEmpty() {
        return count == 0;
    }

    /// The most bytes that the written subtree can take.
    public int most() {
        return doc.end(root) - doc.start(root) + added;
    }

    /// The subtree with its edits; whitespace stays as it was written.
    public byte[] bytes() {
        return written(Space.KEPT);
    }

    /// The subtree with its edits and without insignificant whitespace.
    public byte[] compact() {
        return written(Space.STRIPPED);
    }

    /// Writes the compact form into a buffer with room for [#most()] bytes and returns where it ends.
    public int compactInto(byte[] buffer, int at) {
        Check.that(buffer.length - at >= most(), "the buffer has room");
        return new Writing(Space.STRIPPED, buffer, at).written();
    }

    private byte[] written(Space space) {
        var buffer = new byte[most()];
        int end = new Writing(space, buffer, 0).written();
        return end == buffer.length ? buffer : Arrays.copyOf(buffer, end);
    }

    /// What becomes of the whitespace between tokens.
    private enum Space {
        KEPT,
        STRIPPED
    }

    /// One pass over the subtree.
    private final class Writing {

        private final byte[] bytes = doc.bytes();
        private final Space space;
        private final Output out;
        private int edit;

        Writing(Space space, byte[] buffer, int at) {
            this.space = space;
            this.out = new Output(buffer, at);
        }

        int written() {
            value(root);
            return out.at();
        }

        private void value(int node) {
            int after = doc.after(node);
            if (edit == count || nodes[edit] >= after) {
                untouched(node);
                return;
            }
            int own = edit;
            boolean additions = false;
            while (edit < count && nodes[edit] == node) {
                if (deeds[edit] == Deed.REPLACE) {
                    out.put(values[edit], 0, values[edit].length);
                    skipTo(after);
                    return;
                }
                additions |= deeds[edit] == Deed.FIRST || deeds[edit] == Deed.LAST;
                edit++;
            }
            if (additions || edit < count && nodes[edit] < after) {
                container(node, own, edit);
            } else {
                untouched(node);
            }
        }

        private void skipTo(int node) {
            while (edit < count && nodes[edit] < node) {
                edit++;
            }
        }

        private void container(int node, int ownFrom, int ownTo) {
            int from = doc.start(node);
            int to = doc.end(node);
            out.put(bytes[from++]);
            boolean empty = true;
            empty = additions(Deed.FIRST, ownFrom, ownTo, empty);
            for (int child = doc.first(node); child != Json.NONE; child = doc.next(child, node)) {
                int start = memberStart(child);
                empty = member(child, from, start, empty);
                from = doc.end(child);
            }
            additions(Deed.LAST, ownFrom, ownTo, empty);
            gap(from, to - 1);
            out.put(bytes[to - 1]);
        }

        private boolean member(int child, int gapFrom, int start, boolean emptyBefore) {
            int own = edit;
            boolean removed = false;
            int ownTo = own;
            while (ownTo < count && nodes[ownTo] == child) {
                removed |= deeds[ownTo++] == Deed.REMOVE;
            }
            boolean empty = additions(Deed.BEFORE, own, ownTo, emptyBefore);
            if (removed) {
                skipTo(doc.after(child));
            } else {
                if (!empty) {
                    out.put((byte) ',');
                }
                gap(gapFrom, start);
                name(start, doc.start(child));
                value(child);
                empty = false;
            }
            return additions(Deed.AFTER, own, ownTo, empty);
        }

        private boolean additions(Deed deed, int from, int to, boolean emptyBefore) {
            boolean empty = emptyBefore;
            for (int place = from; place < to; place++) {
                if (deeds[place] == deed) {
                    if (!empty) {
                        out.put((byte) ',');
                    }
                    out.put(values[place], 0, values[place].length);
                    empty = false;
                }
            }
            return empty;
        }

        private int memberStart(int child) {
            int name = doc.nameStart(child);
            return name == Json.NONE ? doc.start(child) : name - 1;
        }

        /// Copies the whitespace between two tokens, without the comma that may stand there.
        private void gap(int from, int to) {
            if (space == Space.KEPT) {
                for (int place = from; place < to; place++) {
                    if (bytes[place] != ',') {
                        out.put(bytes[place]);
                    }
                }
            }
        }

        private void name(int from, int to) {
            if (space == Space.KEPT || from == to) {
                out.put(bytes, from, to);
                return;
            }
            int end = Output.nameEnd(bytes, to);
            out.put(bytes, from, end);
            out.put((byte) ':');
        }

        private void untouched(int node) {
            if (space == Space.KEPT) {
                out.put(bytes, doc.start(node), doc.end(node));
            } else {
                out.putCompact(doc, node);
            }
        }
    }
}
