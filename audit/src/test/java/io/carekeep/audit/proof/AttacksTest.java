package io.carekeep.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.audit.Ledger;
import io.carekeep.audit.merkle.RightEdge;
import io.carekeep.audit.note.Checkpoint;
import io.carekeep.audit.note.NoteKey;
import io.carekeep.audit.note.SignedNote;
import io.carekeep.audit.tiles.CopiedTiles;
import io.carekeep.audit.tiles.TileFolder;
import io.carekeep.audit.witness.Witness;
import io.carekeep.audit.witness.WitnessKey;
import io.carekeep.testkit.Safeguard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever has the database's superuser and the log's key changes the log. Each change is noticed by whoever holds the
/// checkpoint that the witness signed, however carefully its traces were wiped.
@Safeguard("164.312(b)")
final class AttacksTest {

    private static final int SIZE = 700;
    private static final String SAME_HASHES = """
            update audit.numbered
               set leaf = sha256('\\x00'::bytea
                                 || audit.leaf(at, account, interaction, outcome, replaced, content))""";

    @TempDir
    private Path place;

    private final Ledger ledger = new Ledger();
    private NoteKey witness;

    @BeforeEach
    void witness() {
        ledger.grow(400);
        ledger.grow(SIZE - 400);
        var folder = new TileFolder(place.resolve("tiles"));
        ledger.publisher(folder).publish();
        var key = WitnessKey.of(place.resolve("key"), ledger.random);
        witness = key.key();
        new Witness(new CopiedTiles(folder), ledger.signer.key(), key, place.resolve("state"), ledger.clock).look();
        ledger.grow(50);
        assertThat(verdict()).startsWith("ok size=750 root=");
        assertThat(verdictWithCopy()).startsWith("ok size=750 root=");
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private Held held() {
        try {
            var note = SignedNote.parse(Files.readString(place.resolve("state")));
            return new Held(ledger.signer.key(), note, witness, null);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private String verdict() {
        return LogProof.of(ledger.tiles, held()).inWords();
    }

    private String verdictWithCopy() {
        var held = held();
        var copy = new CopiedTiles(new TileFolder(place.resolve("tiles")));
        return LogProof.of(ledger.tiles, new Held(held.log(), held.checkpoint(), held.witness(), copy))
                .inWords();
    }

    private void asSuperuser(String... statements) {
        for (var statement : statements) {
            ledger.owner.sql(statement).update();
        }
    }

    /// Makes hashes, tiles and checkpoints fit what the entries are now, as whoever has the key can.
    private void wipeTraces() {
        asSuperuser(SAME_HASHES, "delete from audit.node", "delete from audit.checkpoint");
        var edge = new RightEdge();
        var leaves = ledger.sql
                .sql("select leaf from audit.numbered order by number")
                .query((row, _) -> row.getBytes(1))
                .list();
        for (var leaf : leaves) {
            edge.append(
                    leaf,
                    (level, index, hash) -> ledger.owner
                            .sql("insert into audit.node values (?, ?, ?)")
                            .params(level, index, hash)
                            .update());
        }
        var checkpoint = new Checkpoint(ledger.signer.key().name(), edge.size(), edge.root());
        ledger.owner
                .sql("insert into audit.checkpoint values (?, 0, ?)")
                .params(edge.size(), ledger.signer.signed(checkpoint).text())
                .update();
        assertThat(LogProof.of(ledger.tiles, Held.NOTHING.withLog(ledger.signer.key())))
                .as("without the witnessed checkpoint nothing is noticed")
                .isInstanceOf(Verdict.Proven.class);
    }

    @Test
    void an_edited_entry_is_named() {
        asSuperuser("update audit.numbered set account = 4711 where number = 333");
        assertThat(verdict()).startsWith("entry 333: ");
        asSuperuser(SAME_HASHES);
        assertThat(verdict()).startsWith("entry 256: ");
        wipeTraces();
        assertThat(verdict()).startsWith("entry 0: ").contains("up to entry 699");
        assertThat(verdictWithCopy()).startsWith("entry 333: ");
    }

    @Test
    void edited_content_and_numbers_of_resources_are_named() {
        asSuperuser("update audit.numbered set content = content || '\\x00' where number = 699");
        assertThat(verdict()).startsWith("entry 699: ");
        asSuperuser("update audit.numbered set replaced = replaced || 5::bigint where number = 12");
        assertThat(verdict()).startsWith("entry 12: ");
    }

    @Test
    void a_deleted_entry_is_named() {
        asSuperuser("delete from audit.numbered where number = 500");
        assertThat(verdict()).startsWith("entry 500: it is missing");
        asSuperuser(
                "update audit.numbered set number = -number where number > 500",
                "update audit.numbered set number = -number - 1 where number < 0");
        wipeTraces();
        assertThat(verdict()).startsWith("entry 0: ").contains("up to entry 699");
        assertThat(verdictWithCopy()).startsWith("entry 500: ");
    }

    @Test
    void reordered_entries_are_named() {
        asSuperuser(
                "update audit.numbered set number = -1 where number = 40",
                "update audit.numbered set number = 40 where number = 41",
                "update audit.numbered set number = 41 where number = -1");
        assertThat(verdict()).startsWith("entry 0: ").contains("up to entry 255");
        wipeTraces();
        assertThat(verdict()).startsWith("entry 0: ").contains("up to entry 699");
        assertThat(verdictWithCopy()).startsWith("entry 40: ");
    }

    @Test
    void a_truncated_log_is_named() {
        asSuperuser("delete from audit.numbered where number >= 600");
        assertThat(verdict()).startsWith("entry 600: it is missing");
        wipeTraces();
        assertThat(verdict()).isEqualTo("entry 600: it is missing: the log ends before it, and had 700 entries once");
    }

    @Test
    void a_log_put_back_to_an_older_state_is_named() {
        asSuperuser(
                "create table audit.n as select * from audit.numbered where number < 400",
                "create table audit.o as select * from audit.node where index = 0",
                "delete from audit.numbered",
                "delete from audit.node",
                "delete from audit.checkpoint",
                "insert into audit.numbered select * from audit.n",
                "insert into audit.node select * from audit.o");
        wipeTraces();
        assertThat(verdict()).startsWith("entry 400: it is missing");
        // Entries that come later do not hide it.
        ledger.grow(400);
        assertThat(verdict()).startsWith("entry 0: ").contains("up to entry 699");
        assertThat(verdictWithCopy()).startsWith("entry 400: ");
    }

    @Test
    void a_log_rewritten_as_a_whole_is_noticed() {
        asSuperuser("update audit.numbered set at = at + 1, account = account + 1");
        wipeTraces();
        assertThat(verdict()).startsWith("entry 0: ").contains("up to entry 699");
        assertThat(verdictWithCopy()).startsWith("entry 0: ");
    }

    @Test
    void altered_tiles_and_checkpoints_are_noticed() {
        asSuperuser("update audit.node set hash = '\\x00' where index = 1");
        assertThat(verdict()).startsWith("entry 256: ").contains("up to entry 511");
        asSuperuser("update audit.checkpoint set note = replace(note, '750', '749')");
        assertThat(verdict()).startsWith("checkpoint: ");
    }

    @Test
    void a_checkpoint_that_the_witness_did_not_sign_proves_nothing() {
        var known = SignedNote.parse(ledger.tiles.checkpoint().orElseThrow());
        assertThat(LogProof.of(ledger.tiles, new Held(null, known, witness, null))
                        .inWords())
                .startsWith("checkpoint: ")
                .contains("witness");
    }
}
