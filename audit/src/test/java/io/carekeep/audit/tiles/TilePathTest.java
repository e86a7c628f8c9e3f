package io.carekeep.audit.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The examples of https://c2sp.org/tlog-tiles.
final class TilePathTest {

    @Test
    void an_index_is_written_in_parts_of_three_digits() {
        assertThat(TilePath.tile(0, 1_234_067, 256)).isEqualTo("tile/0/x001/x234/067");
        assertThat(TilePath.tile(1, 0, 1)).isEqualTo("tile/1/000.p/1");
        assertThat(TilePath.tile(0, 273, 112)).isEqualTo("tile/0/273.p/112");
        assertThat(TilePath.tile(0, 1_000, 256)).isEqualTo("tile/0/x001/000");
        assertThat(TilePath.entries(1_234_067, 8)).isEqualTo("tile/entries/x001/x234/067.p/8");
        assertThat(TilePath.parts(TilePath.entries(5, 256))).isEqualTo("tile/entries/005.p");
    }
}
