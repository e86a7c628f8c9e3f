package io.carekeep.audit.proof;

import io.carekeep.audit.merkle.Hash;
import io.carekeep.audit.merkle.RightEdge;
import io.carekeep.audit.note.Checkpoint;
import io.carekeep.audit.tiles.TileSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One way through a log, from its first entry to its last.
final class EntryWalk {

    private final TileSource tiles;
    private final @Nullable TileSource copy;
    private final Checkpoint now;
    private final @Nullable Checkpoint known;
    private final @Nullable Checkpoint outside;
    private final RightEdge edge = new RightEdge();
    // Of each level above 0 the tile that hashes are compared with at present.
    private final Map<Integer, List<byte[]>> nodes = new HashMap<>();
    private Verdict.@Nullable BadEntry bad;

    /// @param now what the log says of itself
    /// @param known what was known before
    /// @param outside what the copy says
    EntryWalk(
            TileSource tiles,
            @Nullable TileSource copy,
            Checkpoint now,
            @Nullable Checkpoint known,
            @Nullable Checkpoint outside) {
        this.tiles = tiles;
        this.copy = copy;
        this.now = now;
        this.known = known;
        this.outside = outside;
    }

    Verdict verdict() {
        for (long index = 0; index * RightEdge.WIDTH < now.size() && bad == null; index++) {
            tile(index, TileSource.width(now.size(), 0, index));
        }
        if (bad == null) {
            compareEnds();
        }
        return bad == null ? new Verdict.Proven(now) : bad;
    }

    private void tile(long index, int width) {
        var leaves = tiles.leaves(index, width);
        var hashes = tiles.tile(0, index, width);
        var copied = copied(index);
        for (int at = 0; at < width && bad == null; at++) {
            long number = index * RightEdge.WIDTH + at;
            var leaf = leaves.get(number);
            if (leaf == null) {
                wrong(number, "it is missing");
            } else if (at >= hashes.size()) {
                wrong(number, "its hash is missing in the tiles");
            } else if (!same(leaf, hashes.get(at))) {
                wrong(number, "it is not what was numbered");
            } else if (at < copied.size() && !same(leaf, copied.get(at))) {
                wrong(number, "it is not what the copied tiles have in its place");
            } else {
                edge.append(hashes.get(at), this::compareNode);
                compareRoot(known, "the checkpoint that was given");
                compareRoot(outside, "the checkpoint of the copied tiles");
            }
        }
    }

    private static boolean same(byte[] leaf, byte[] hash) {
        return Arrays.equals(Hash.ofLeaf(leaf), hash);
    }

    private List<byte[]> copied(long index) {
        if (copy == null || outside == null) {
            return List.of();
        }
        int width = TileSource.width(Math.min(outside.size(), now.size()), 0, index);
        return width == 0 ? List.of() : copy.tile(0, index, width);
    }

    private void compareNode(int level, long index, byte[] hash) {
        int at = (int) (index % RightEdge.WIDTH);
        if (at == 0) {
            long tile = index / RightEdge.WIDTH;
            nodes.put(level, tiles.tile(level, tile, TileSource.width(now.size(), level, tile)));
        }
        var stored = nodes.getOrDefault(level, List.of());
        if (at >= stored.size() || !Arrays.equals(stored.get(at), hash)) {
            long first = edge.size() - (1L << Byte.SIZE * level);
            wrong(first, "the tile above it, up to entry " + (edge.size() - 1) + ", is missing or not theirs");
        }
    }

    private void compareRoot(@Nullable Checkpoint checkpoint, String which) {
        if (checkpoint != null
                && bad == null
                && edge.size() == checkpoint.size()
                && !Arrays.equals(edge.root(), checkpoint.root())) {
            wrong(0, "it or one after it, up to entry " + (edge.size() - 1) + ", is not what " + which + " counts");
        }
    }

    private void compareEnds() {
        if (!Arrays.equals(edge.root(), now.root())) {
            wrong(
                    0,
                    "it or one after it, up to entry " + (edge.size() - 1)
                            + ", is not what the log's checkpoint counts");
        }
        for (var each : new Checkpoint[] {known, outside}) {
            if (each != null && each.size() > now.size() && bad == null) {
                wrong(now.size(), "it is missing: the log ends before it, and had " + each.size() + " entries once");
            }
        }
    }

    private void wrong(long number, String text) {
        if (bad == null) {
            bad = new Verdict.BadEntry(number, text);
        }
    }
}
