package io.carekeep.audit.tiles;

import io.carekeep.audit.merkle.Hash;
import io.carekeep.audit.merkle.RightEdge;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Copies tiles to a place outside, the checkpoint last: whoever reads it finds all that it counts.
public final class TileWriter {

    private final TileSource from;
    private final TileTarget to;

    public TileWriter(TileSource from, TileTarget to) {
        this.from = from;
        this.to = to;
    }

    /// The checkpoint that was written last.
    public Optional<String> checkpoint() {
        return new CopiedTiles(to).checkpoint();
    }

    /// Writes what a tree has more than a smaller one that is there already.
    /// @throws TilesUnusable when an entry is not what was numbered, or the place does not take it
    public void write(long before, long size, String checkpoint) {
        for (int level = 0; RightEdge.hashes(size, level) > 0; level++) {
            long hashes = RightEdge.hashes(size, level);
            if (hashes > RightEdge.hashes(before, level)) {
                long last = (hashes - 1) / RightEdge.WIDTH;
                for (long index = RightEdge.hashes(before, level) / RightEdge.WIDTH; index <= last; index++) {
                    write(level, index, TileSource.width(size, level, index));
                }
            }
        }
        to.write(TilePath.CHECKPOINT, checkpoint.getBytes(StandardCharsets.UTF_8));
    }

    private void write(int level, long index, int width) {
        var hashes = from.tile(level, index, width);
        if (level == 0) {
            put(TilePath.entries(index, width), width, EntryBundle.of(leaves(index, hashes)));
        }
        var bytes = new ByteArrayOutputStream();
        hashes.forEach(bytes::writeBytes);
        put(TilePath.tile(level, index, width), width, bytes.toByteArray());
    }

    // A false leaf is not carried outside, where it would look like the truth.
    private List<byte[]> leaves(long index, List<byte[]> hashes) {
        var found = from.leaves(index, hashes.size());
        var leaves = new ArrayList<byte[]>();
        for (var hash : hashes) {
            long number = index * RightEdge.WIDTH + leaves.size();
            var leaf = found.get(number);
            if (leaf == null || !Arrays.equals(Hash.ofLeaf(leaf), hash)) {
                throw new TilesUnusable(
                        TilesUnusable.Why.ENTRY_ALTERED,
                        "entry " + number + " is not what was numbered: verify the log");
            }
            leaves.add(leaf);
        }
        return leaves;
    }

    // Its states before it was full are not needed any more: whoever looks for one takes the full tile.
    private void put(String path, int width, byte[] content) {
        to.write(path, content);
        if (width == RightEdge.WIDTH) {
            to.remove(TilePath.parts(path));
        }
    }
}
