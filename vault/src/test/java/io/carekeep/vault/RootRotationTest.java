package io.carekeep.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.testkit.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootRotationTest {

    private static final byte[] PROBE = new byte[32];
    private static final int STEPS_MAX = 100;

    private static TestDatabase database;

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();

    @BeforeAll
    static void start() {
        database = TestDatabase.create("vault");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private Vault open(KeyProvider keys) {
        return Vault.open(keys, database.database().sql(), random, Clock.systemUTC());
    }

    @Test
    void a_root_change_cut_short_anywhere_goes_on_after_a_restart() throws Exception {
        var file = folder.resolve("test.key");
        FileKeys.make(file, random);
        var home = open(FileKeys.open(file, random)).newHome(7);
        int cuts = 0;
        while (cutAfter(cuts, file)) {
            var before = FileKeys.open(file, random).wrap(KeyProvider.PERMANENT, "probe", PROBE);
            var vault = open(FileKeys.open(file, random));
            assertThat(vault.openHome(7, home.epoch(), home.wrapped()).home()).isEqualTo(7);

            vault.rotateRoot();

            assertThat(Files.readString(file)).doesNotContain("old");
            var later = open(FileKeys.open(file, random));
            assertThat(later.openHome(7, home.epoch(), home.wrapped()).home()).isEqualTo(7);
            // Only a change that had made its root before the cut keeps that root.
            if (cuts == 0) {
                assertThatThrownBy(() -> FileKeys.open(file, random).unwrap(KeyProvider.PERMANENT, "probe", before))
                        .isInstanceOf(KeysUnusable.class);
            }
            cuts++;
            assertThat(cuts).isLessThan(STEPS_MAX);
        }
        assertThat(cuts).as("places where the power failed").isGreaterThan(10);
    }

    /// Changes the root until the power fails.
    /// @return false when it ended before that
    private boolean cutAfter(int calls, Path file) {
        var keys = new CutKeys(FileKeys.open(file, random));
        var vault = open(keys);
        keys.cutAfter(calls);
        try {
            vault.rotateRoot();
            return false;
        } catch (CutKeys.PowerCut _) {
            return true;
        }
    }
}
