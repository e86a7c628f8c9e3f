package io.carekeep.audit.merkle;

import io.carekeep.base.Check;
import java.util.ArrayList;
import java.util.List;

/// The right edge of a growing tree: what one must know to append to it, and nothing else.
///
/// A tile holds 256 hashes of one level: leaves at level 0, roots of full tiles of the level below above that. The edge
/// is the last, unfinished tile of each level.
public final class RightEdge {

    /// Hashes in a full tile.
    public static final int WIDTH = 256;

    private static final int HEIGHT = 8;

    private final List<List<byte[]>> levels = new ArrayList<>();
    private long size;

    /// Takes a hash of a level above 0 once it is known.
    @FunctionalInterface
    public interface Nodes {

        /// @param index of the hash within its level, from 0
        void know(int level, long index, byte[] hash);
    }

    /// The edge of an empty tree.
    public RightEdge() {}

    /// An edge as it was left.
    /// @param levels the hashes of the last, unfinished tile of each level, from 0 up
    public RightEdge(long size, List<List<byte[]>> levels) {
        for (int level = 0; level < levels.size(); level++) {
            Check.that(levels.get(level).size() == hashes(size, level) % WIDTH, "an edge has the hashes of its size");
            this.levels.add(new ArrayList<>(levels.get(level)));
        }
        Check.that(hashes(size, levels.size()) == 0, "an edge has all levels");
        this.size = size;
    }

    /// How many hashes a level of a tree has.
    public static long hashes(long size, int level) {
        int shift = HEIGHT * level;
        return shift < Long.SIZE ? size >>> shift : 0;
    }

    public void append(byte[] leafHash, Nodes nodes) {
        size++;
        add(0, leafHash, nodes);
    }

    private void add(int level, byte[] hash, Nodes nodes) {
        if (level == levels.size()) {
            levels.add(new ArrayList<>());
        }
        var tile = levels.get(level);
        tile.add(hash);
        if (tile.size() == WIDTH) {
            var root = whole(tile, 0, WIDTH);
            levels.set(level, new ArrayList<>());
            nodes.know(level + 1, hashes(size, level + 1) - 1, root);
            add(level + 1, root, nodes);
        }
    }

    public long size() {
        return size;
    }

    /// The root of the tree: RFC 6962, section 2.1.
    public byte[] root() {
        var subtrees = new ArrayList<byte[]>();
        for (var tile : levels.reversed()) {
            int at = 0;
            for (int span = WIDTH / 2; span > 0; span /= 2) {
                if ((tile.size() & span) != 0) {
                    subtrees.add(whole(tile, at, span));
                    at += span;
                }
            }
        }
        if (subtrees.isEmpty()) {
            return Hash.ofNothing();
        }
        var root = subtrees.removeLast();
        for (var left : subtrees.reversed()) {
            root = Hash.ofNode(left, root);
        }
        return root;
    }

    /// The root of a whole subtree over hashes of one level.
    /// @param span a power of two
    public static byte[] whole(List<byte[]> hashes, int from, int span) {
        return span == 1
                ? hashes.get(from)
                : Hash.ofNode(whole(hashes, from, span / 2), whole(hashes, from + span / 2, span / 2));
    }
}
