package io.carekeep.audit.tiles;

import java.util.Optional;

/// A place outside the box that keeps a copy of the tiles. Each call throws [TilesUnusable] when the place does not
/// answer.
public interface TileTarget {

    /// What lies at a path; empty when nothing does.
    Optional<byte[]> read(String path);

    /// Puts something at a path, durably: whoever looks sees the old or the new.
    void write(String path, byte[] content);

    /// Removes a folder with all that lies in it, if it is there.
    void remove(String folder);
}
