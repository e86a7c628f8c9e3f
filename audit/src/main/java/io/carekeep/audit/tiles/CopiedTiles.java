package io.carekeep.audit.tiles;

import io.carekeep.audit.merkle.Hash;
import io.carekeep.audit.merkle.RightEdge;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the tiles of a place outside the box.
public final class CopiedTiles implements TileSource {

    private final TileTarget place;

    public CopiedTiles(TileTarget place) {
        this.place = place;
    }

    @Override
    public List<byte[]> tile(int level, long index, int width) {
        var bytes = place.read(TilePath.tile(level, index, width))
                .or(() -> place.read(TilePath.tile(level, index, RightEdge.WIDTH)))
                .orElse(new byte[0]);
        var hashes = new ArrayList<byte[]>();
        for (int at = 0; hashes.size() < width && at + Hash.BYTES <= bytes.length; at += Hash.BYTES) {
            hashes.add(Arrays.copyOfRange(bytes, at, at + Hash.BYTES));
        }
        return hashes;
    }

    @Override
    public Map<Long, byte[]> leaves(long index, int width) {
        var leaves = place.read(TilePath.entries(index, width))
                .or(() -> place.read(TilePath.entries(index, RightEdge.WIDTH)))
                .map(EntryBundle::leaves)
                .orElse(List.of());
        var numbered = new HashMap<Long, byte[]>();
        for (int at = 0; at < width && at < leaves.size(); at++) {
            numbered.put(index * RightEdge.WIDTH + at, leaves.get(at));
        }
        return numbered;
    }

    @Override
    public Optional<String> checkpoint() {
        return place.read(TilePath.CHECKPOINT).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
