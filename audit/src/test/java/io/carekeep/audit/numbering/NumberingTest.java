package io.carekeep.audit.numbering;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.audit.Ledger;
import io.carekeep.audit.tiles.TileFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NumberingTest {

    private static final Duration NUMBERED_MAX = Duration.ofMillis(500);

    @TempDir
    private Path place;

    private final Ledger ledger = new Ledger();

    @AfterEach
    void close() {
        ledger.close();
    }

    private Numbering started(Path tiles) {
        return new Numbering(ledger.sequencer(), List.of(ledger.publisher(new TileFolder(tiles))));
    }

    @Test
    void an_entry_has_its_number_within_half_a_second() throws InterruptedException {
        try (var _ = started(place)) {
            // The first time classes are loaded and plans made.
            for (int round = 0; round < 6; round++) {
                ledger.append(5);
                long began = System.nanoTime();
                while (ledger.count("audit.entry") > 0) {
                    Thread.sleep(5);
                }
                if (round > 0) {
                    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(NUMBERED_MAX);
                }
            }
        }
    }

    @Test
    void what_came_in_last_is_numbered_and_brought_outside_when_it_ends() throws Exception {
        try (var _ = started(place)) {
            ledger.append(5_000);
        }
        assertThat(ledger.count("audit.entry")).isZero();
        assertThat(Files.readString(place.resolve("checkpoint"))).contains("\n5000\n");
    }

    @Test
    void a_place_that_takes_nothing_holds_up_no_numbering() throws Exception {
        var file = Files.createFile(place.resolve("file"));
        try (var _ = started(file.resolve("tiles"))) {
            ledger.append(10);
            while (ledger.count("audit.entry") > 0) {
                Thread.sleep(5);
            }
        }
        assertThat(ledger.count("audit.numbered")).isEqualTo(10);
    }
}
