package io.carekeep.audit.numbering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.audit.Ledger;
import io.carekeep.audit.note.NoteSigner;
import io.carekeep.audit.proof.Held;
import io.carekeep.audit.proof.LogProof;
import io.carekeep.audit.tiles.CopiedTiles;
import io.carekeep.audit.tiles.TileFolder;
import io.carekeep.audit.tiles.TileTarget;
import io.carekeep.audit.tiles.TilesUnusable;
import io.carekeep.vault.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublisherTest {

    @TempDir
    private Path place;

    private final Ledger ledger = new Ledger();

    @AfterEach
    void close() {
        ledger.close();
    }

    private Path folder() {
        return place.resolve("tiles");
    }

    private void publish() {
        ledger.publisher(new TileFolder(folder())).publish();
    }

    private String verified() {
        var copy = new CopiedTiles(new TileFolder(folder()));
        return LogProof.of(copy, Held.NOTHING.withLog(ledger.signer.key())).inWords();
    }

    @Test
    void tiles_in_a_folder_prove_the_log_without_a_database() {
        publish();
        assertThat(folder()).doesNotExist();
        for (int size : new int[] {1, 250, 5, 1, 600}) {
            ledger.grow(size);
            publish();
            assertThat(verified()).startsWith("ok size=" + ledger.count("audit.numbered") + " root=");
        }
        var tiles = LogProof.of(ledger.tiles, Held.NOTHING).inWords();
        assertThat(verified()).isEqualTo(tiles);
    }

    @Test
    void tiles_lie_where_the_specification_says() throws IOException {
        ledger.grow(250);
        publish();
        assertThat(folder().resolve("tile/0/000.p/250")).hasSize(250 * 32);
        ledger.grow(350);
        publish();
        assertThat(folder().resolve("tile/0/000")).hasSize(256 * 32);
        assertThat(folder().resolve("tile/0/000.p")).doesNotExist();
        assertThat(folder().resolve("tile/0/002.p/88")).hasSize(88 * 32);
        assertThat(folder().resolve("tile/1/000.p/2")).hasSize(2 * 32);
        assertThat(folder().resolve("tile/entries/001")).hasSize(256 * (2 + 53));
        assertThat(folder().resolve("tile/entries/002.p/88")).exists();
        assertThat(Files.readString(folder().resolve("checkpoint")))
                .startsWith(ledger.signer.key().name() + "\n600\n");
    }

    @Test
    void what_was_cut_off_is_brought_the_next_time() {
        ledger.grow(300);
        for (int writes = 0; writes < 5; writes++) {
            var cut = new Cut(new TileFolder(folder()), writes);
            assertThatThrownBy(() -> ledger.publisher(cut).publish()).isInstanceOf(TilesUnusable.class);
            ledger.grow(1);
        }
        publish();
        assertThat(verified()).startsWith("ok size=305 ");
    }

    @Test
    void a_log_that_was_put_back_does_not_go_over_a_longer_one() {
        ledger.grow(20);
        publish();
        ledger.owner.sql("delete from audit.numbered where number >= 15").update();
        ledger.owner.sql("delete from audit.checkpoint").update();
        ledger.grow(2);
        assertThatThrownBy(this::publish)
                .isInstanceOfSatisfying(
                        TilesUnusable.class,
                        unusable -> assertThat(unusable.why()).isEqualTo(TilesUnusable.Why.DATABASE_OLDER));
        ledger.grow(20);
        assertThatThrownBy(this::publish)
                .isInstanceOfSatisfying(
                        TilesUnusable.class,
                        unusable -> assertThat(unusable.why()).isEqualTo(TilesUnusable.Why.DATABASE_DIFFERS));
    }

    @Test
    void another_log_and_an_altered_entry_are_not_brought() {
        ledger.grow(20);
        publish();
        var other = NoteSigner.log(new Signer(new byte[32])).key();
        var stranger =
                new Publisher(ledger.sql, ledger.test.database().transactions(), other, new TileFolder(folder()));
        ledger.grow(1);
        assertThatThrownBy(stranger::publish).hasMessageContaining("another log");
        ledger.owner
                .sql("update audit.numbered set account = 9 where number = 20")
                .update();
        assertThatThrownBy(this::publish).hasMessageContaining("entry 20");
        assertThat(verified()).startsWith("ok size=20 ");
    }

    /// A place that is full after some writes.
    private static final class Cut implements TileTarget {

        private final TileTarget place;
        private int left;

        Cut(TileTarget place, int left) {
            this.place = place;
            this.left = left;
        }

        @Override
        public Optional<byte[]> read(String path) {
            return place.read(path);
        }

        @Override
        public void write(String path, byte[] content) {
            if (left-- == 0) {
                throw new TilesUnusable(TilesUnusable.Why.UNREACHABLE, "full");
            }
            place.write(path, content);
        }

        @Override
        public void remove(String folder) {
            place.remove(folder);
        }
    }
}
