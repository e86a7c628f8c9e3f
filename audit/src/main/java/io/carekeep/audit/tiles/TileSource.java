package io.carekeep.audit.tiles;

import io.carekeep.audit.merkle.RightEdge;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a verifier reads of a log.
public interface TileSource {

    /// The hashes of a tile; fewer than asked for, or none, when they are not there.
    /// @param index of the tile within its level
    /// @param width how many
    List<byte[]> tile(int level, long index, int width);

    /// The leaves that a tile of level 0 has the hashes of, by number; those that are there.
    Map<Long, byte[]> leaves(long index, int width);

    /// What the log says of itself last; empty while it has no entry.
    Optional<String> checkpoint();

    /// How many hashes a tile has in a tree of a size.
    static int width(long size, int level, long index) {
        return Math.clamp(RightEdge.hashes(size, level) - index * RightEdge.WIDTH, 0, RightEdge.WIDTH);
    }
}
