package io.carekeep.audit.tiles;

import io.carekeep.audit.merkle.RightEdge;
import java.util.Locale;

/// Where a tile lies: https://c2sp.org/tlog-tiles, section Merkle Tree.
final class TilePath {

    static final String CHECKPOINT = "checkpoint";

    private static final int THOUSAND = 1000;

    private TilePath() {}

    /// `tile/<level>/<index>`, and `.p/<width>` while the tile is not full.
    static String tile(int level, long index, int width) {
        return "tile/" + level + "/" + number(index) + part(width);
    }

    /// The same for the entries whose hashes are a tile of level 0.
    static String entries(long index, int width) {
        return "tile/entries/" + number(index) + part(width);
    }

    /// The folder of a tile's states before it was full.
    static String parts(String full) {
        return full + ".p";
    }

    // 1234067 is x001/x234/067.
    private static String number(long index) {
        var path = String.format(Locale.ROOT, "%03d", index % THOUSAND);
        for (long rest = index / THOUSAND; rest > 0; rest /= THOUSAND) {
            path = String.format(Locale.ROOT, "x%03d/", rest % THOUSAND) + path;
        }
        return path;
    }

    private static String part(int width) {
        return width == RightEdge.WIDTH ? "" : ".p/" + width;
    }
}
