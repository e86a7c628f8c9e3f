package io.carekeep.audit.tiles;

import io.carekeep.audit.merkle.Hash;
import io.carekeep.audit.merkle.RightEdge;
import java.util.ArrayList;
import java.util.List;

/// A tree of a certain size that is read from tiles, a few of them at a time. The tiles may lie: only what is proven by
/// what comes from here is so.
public final class TiledTree {

    private static final int HEIGHT = 8;

    private final TileSource tiles;
    private final long size;

    public TiledTree(TileSource tiles, long size) {
        this.tiles = tiles;
        this.size = size;
    }

    /// A proof that the tree holds a smaller one: RFC 6962, section 2.1.2.
    /// @param smaller its size, at least 1
    /// @throws TilesUnusable when a tile is missing
    public List<byte[]> growth(long smaller) {
        var proof = new ArrayList<byte[]>();
        boolean whole = true;
        long from = 0;
        long until = size;
        var reversed = new ArrayList<byte[]>();
        // SUBPROOF without recursion: the hashes beside the way down come last in the proof.
        while (smaller < until) {
            long half = Long.highestOneBit(until - from - 1);
            if (smaller <= from + half) {
                reversed.add(hash(from + half, until));
                until = from + half;
            } else {
                reversed.add(hash(from, from + half));
                from += half;
                whole = false;
            }
        }
        if (!whole) {
            proof.add(hash(from, until));
        }
        proof.addAll(reversed.reversed());
        return proof;
    }

    // MTH(D[from:until]) of RFC 6962, section 2.1.
    private byte[] hash(long from, long until) {
        long span = until - from;
        if (Long.highestOneBit(span) == span && from % span == 0) {
            return whole(from, Long.numberOfTrailingZeros(span));
        }
        long half = Long.highestOneBit(span - 1);
        return Hash.ofNode(hash(from, from + half), hash(from + half, until));
    }

    private byte[] whole(long from, int height) {
        int level = height / HEIGHT;
        int span = 1 << height % HEIGHT;
        long first = RightEdge.hashes(from, level);
        long index = first / RightEdge.WIDTH;
        int width = TileSource.width(size, level, index);
        var hashes = tiles.tile(level, index, width);
        int at = (int) (first % RightEdge.WIDTH);
        if (hashes.size() < at + span) {
            throw new TilesUnusable(
                    TilesUnusable.Why.UNREACHABLE,
                    "tile " + index + " of level " + level + " is missing: bring the tiles and try again");
        }
        return RightEdge.whole(hashes, at, span);
    }
}
