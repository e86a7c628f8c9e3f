package io.carekeep.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.audit.merkle.Hash;
import io.carekeep.audit.merkle.RightEdge;
import io.carekeep.audit.note.Checkpoint;
import io.carekeep.audit.note.NoteKey;
import io.carekeep.audit.note.NoteSigner;
import io.carekeep.audit.note.NoteUnusable;
import io.carekeep.audit.note.SignedNote;
import io.carekeep.audit.tiles.TileSource;
import io.carekeep.testkit.Safeguard;
import io.carekeep.testkit.SetClock;
import io.carekeep.testkit.Trials;
import io.carekeep.vault.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Safeguard("164.312(b)")
final class WitnessTest {

    @TempDir
    private Path place;

    private final NoteSigner signer = NoteSigner.log(new Signer(new byte[32]));
    private final SetClock clock = new SetClock(Instant.parse("2026-05-01T10:00:00Z"));

    private Path memory() {
        return place.resolve("state");
    }

    private NoteSigner key() {
        return WitnessKey.of(place.resolve("key"), new SecureRandom());
    }

    private Checkpoint look(TileSource tiles) {
        return new Witness(tiles, signer.key(), key(), memory(), clock).look();
    }

    private SignedNote remembered() throws IOException {
        return SignedNote.parse(Files.readString(memory()));
    }

    @Test
    void a_growing_log_is_cosigned() throws IOException {
        var log = new Tree(signer, 0);
        for (int size : new int[] {1, 1, 2, 7, 255, 256, 257, 70_000}) {
            log.growTo(size);
            assertThat(look(log).size()).isEqualTo(size);
            assertThat(remembered().isSignedBy(key().key())).isTrue();
            assertThat(remembered().isSignedBy(signer.key())).isTrue();
            assertThat(remembered().text()).startsWith(log.checkpoint().orElseThrow());
        }
    }

    @Test
    void any_growth_is_proven_from_tiles() {
        Trials.of(150, random -> {
            var log = new Tree(signer, 0);
            var file = place.resolve("state" + random.nextInt());
            for (int size : new int[] {1 + random.nextInt(700), 701 + random.nextInt(700)}) {
                log.growTo(size);
                var seen = new Witness(log, signer.key(), key(), file, clock).look();
                assertThat(seen.size()).isEqualTo(size);
            }
        });
    }

    @Test
    void a_shorter_log_is_refused() throws IOException {
        var log = new Tree(signer, 0);
        log.growTo(300);
        look(log);
        var before = remembered().text();
        var shorter = new Tree(signer, 0);
        shorter.growTo(299);
        assertThatThrownBy(() -> look(shorter))
                .isInstanceOf(WitnessRefusal.class)
                .hasMessageContaining("has shrunk");
        assertThat(remembered().text()).isEqualTo(before);
    }

    @Test
    void a_rewritten_log_is_refused_however_long() {
        var log = new Tree(signer, 0);
        log.growTo(300);
        look(log);
        for (int size : new int[] {300, 301, 2_000}) {
            var rewritten = new Tree(signer, 1);
            rewritten.growTo(size);
            assertThatThrownBy(() -> look(rewritten))
                    .isInstanceOf(WitnessRefusal.class)
                    .hasMessageContaining("rewritten");
        }
    }

    @Test
    void a_checkpoint_that_the_log_did_not_sign_is_refused() {
        var log = new Tree(
                NoteSigner.log(new Signer(new byte[] {
                    1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8
                })),
                0);
        log.growTo(3);
        assertThatThrownBy(() -> look(log)).hasMessageContaining("not signed by the log's key");
    }

    // Cut off after it had remembered and before it had signed.
    @Test
    void it_remembers_before_it_signs() throws IOException {
        var log = new Tree(signer, 0);
        log.growTo(9);
        Files.writeString(memory(), log.checkpoint().orElseThrow());
        look(log);
        assertThat(remembered().isSignedBy(key().key())).isTrue();
    }

    @Test
    void its_key_is_made_once_and_is_nobody_elses() throws IOException {
        assertThat(key().key().text()).isEqualTo(key().key().text());
        assertThat(Files.getPosixFilePermissions(place.resolve("key"))).hasSize(2);
        assertThat(NoteKey.parse(key().key().text(), NoteKey.Kind.WITNESS).text())
                .isEqualTo(key().key().text());
        assertThatThrownBy(() -> NoteKey.parse(key().key().text(), NoteKey.Kind.LOG))
                .isInstanceOf(NoteUnusable.class);
    }

    @Test
    void a_cosignature_is_of_its_time_and_text() throws IOException {
        var log = new Tree(signer, 0);
        log.growTo(9);
        look(log);
        var note = remembered();
        var other = new SignedNote(note.body().replace("\n9\n", "\n8\n"), note.signatures());
        assertThat(other.isSignedBy(key().key())).isFalse();
        var late = note.signatures().getLast().bytes().clone();
        late[11]++;
        var moved = new SignedNote(
                note.body(), List.of(new SignedNote.Line(key().key().name(), late)));
        assertThat(moved.isSignedBy(key().key())).isFalse();
    }

    /// A log in memory.
    private static final class Tree implements TileSource {

        private final NoteSigner signer;
        private final int kind;
        private final RightEdge edge = new RightEdge();
        private final List<List<byte[]>> levels = new ArrayList<>(List.of(new ArrayList<>()));
        private @Nullable String checkpoint;

        Tree(NoteSigner signer, int kind) {
            this.signer = signer;
            this.kind = kind;
        }

        void growTo(int size) {
            while (edge.size() < size) {
                var leaf = Hash.ofLeaf((kind + " " + edge.size()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
                levels.getFirst().add(leaf);
                edge.append(leaf, (level, _, hash) -> {
                    if (level == levels.size()) {
                        levels.add(new ArrayList<>());
                    }
                    levels.get(level).add(hash);
                });
            }
            checkpoint = signer.signed(new Checkpoint(signer.key().name(), size, edge.root()))
                    .text();
        }

        @Override
        public List<byte[]> tile(int level, long index, int width) {
            int from = (int) index * RightEdge.WIDTH;
            return levels.get(level).subList(from, from + width);
        }

        @Override
        public Map<Long, byte[]> leaves(long index, int width) {
            return Map.of();
        }

        @Override
        public Optional<String> checkpoint() {
            return Optional.ofNullable(checkpoint);
        }
    }
}
