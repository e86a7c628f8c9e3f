package io.carekeep.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.base.Refused;
import io.carekeep.testkit.Safeguard;
import io.carekeep.testkit.SetClock;
import io.carekeep.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Safeguard("164.312(a)(2)(iv)")
class VaultTest {

    private static final byte[] BODY = "{\"status\":\"final\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ROW = {1, 2, 3};

    private static TestDatabase database;

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();
    private final SetClock clock = new SetClock(Instant.parse("2026-01-01T00:00:00Z"));
    private FileKeys keys;
    private Vault vault;

    @BeforeAll
    static void start() {
        database = TestDatabase.create("vault");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void open() {
        database.database().sql().sql("delete from vault.key").update();
        keys = FileKeys.make(folder.resolve("test.key"), random);
        vault = Vault.open(keys, database.database().sql(), random, clock);
    }

    private Vault again() {
        return Vault.open(
                FileKeys.open(folder.resolve("test.key"), random),
                database.database().sql(),
                random,
                clock);
    }

    @Test
    void a_sealed_body_opens_after_a_restart() {
        var key = vault.newHome(7);
        var sealed = vault.sealer().seal(key, BODY, 0, BODY.length, ROW);
        var later = again();
        var opened = later.openHome(7, key.epoch(), key.wrapped());
        assertThat(later.sealer().open(opened, sealed, ROW)).isEqualTo(BODY);
        assertThat(later.tokens(1).token(1, 2, "a")).isEqualTo(vault.tokens(1).token(1, 2, "a"));
    }

    @Test
    void a_flipped_bit_anywhere_is_found() {
        var key = vault.newHome(7);
        var sealed = vault.sealer().seal(key, BODY, 0, BODY.length, ROW);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            var altered = sealed.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> vault.sealer().open(key, altered, ROW)).isInstanceOf(Altered.class);
        }
    }

    @Test
    void another_row_another_home_and_a_cut_body_are_found() {
        var key = vault.newHome(7);
        var sealed = vault.sealer().seal(key, BODY, 0, BODY.length, ROW);
        assertThatThrownBy(() -> vault.sealer().open(key, sealed, new byte[] {1, 2, 4}))
                .isInstanceOf(Altered.class);
        assertThatThrownBy(() -> vault.sealer().open(vault.newHome(8), sealed, ROW))
                .isInstanceOf(Altered.class);
        assertThatThrownBy(() -> vault.sealer().open(key, java.util.Arrays.copyOf(sealed, 20), ROW))
                .isInstanceOf(Altered.class);
        assertThatThrownBy(() -> vault.openHome(8, key.epoch(), key.wrapped())).isInstanceOf(Altered.class);
    }

    @Test
    void a_destroyed_epoch_opens_nothing_even_with_an_old_copy_of_the_database_and_todays_root() {
        var key = vault.newHome(7);
        var copy = database.database()
                .sql()
                .sql("select wrapped from vault.key where purpose = 'epoch'")
                .query(byte[].class)
                .single();
        int next = vault.newEpoch();
        var kept = vault.rewrapped(key);
        vault.destroyEpoch(key.epoch());

        database.database()
                .sql()
                .sql("insert into vault.key (purpose, generation, wrapped) values ('epoch', 1, :wrapped)")
                .param("wrapped", copy)
                .update();
        assertThatThrownBy(this::again).isInstanceOf(KeysUnusable.class);
        database.database()
                .sql()
                .sql("delete from vault.key where purpose = 'epoch' and generation = 1")
                .update();
        assertThat(again().openHome(7, next, kept.wrapped()).home()).isEqualTo(7);
    }

    @Test
    void the_root_changes_and_everything_still_opens() {
        var key = vault.newHome(7);
        var before = keys.wrap(KeyProvider.PERMANENT, "x", BODY);
        vault.rotateRoot();
        assertThat(again().openHome(7, key.epoch(), key.wrapped()).home()).isEqualTo(7);
        assertThatThrownBy(() -> keys.unwrap(KeyProvider.PERMANENT, "x", before))
                .isInstanceOf(KeysUnusable.class);
    }

    @Test
    void a_rotation_of_the_root_that_was_cut_off_goes_on() {
        var key = vault.newHome(7);
        keys.rotateRoot();
        var later = again();
        assertThat(later.openHome(7, key.epoch(), key.wrapped()).home()).isEqualTo(7);
        later.rotateRoot();
        assertThat(again().openHome(7, key.epoch(), key.wrapped()).home()).isEqualTo(7);
        keys = FileKeys.open(folder.resolve("test.key"), random);
        keys.rotateRoot();
        keys.forgetOldRoot();
        assertThatThrownBy(this::again).isInstanceOf(KeysUnusable.class);
    }

    @Test
    void an_epoch_that_another_process_began_is_taken_up() {
        var other = again();
        int next = other.newEpoch();
        var key = other.newHome(7);
        assertThat(vault.openHome(7, next, key.wrapped()).home()).isEqualTo(7);
        assertThat(vault.currentEpoch()).isEqualTo(next);
        vault.newEpoch();
        other.destroyEpoch(1);
        assertThat(again().epochs()).containsExactly(2, 3);
    }

    @Test
    void an_epoch_that_was_ended_is_destroyed_at_the_next_start_if_the_power_went() {
        var key = vault.newHome(7);
        var kept = vault.rewrapped(key);
        vault.newEpoch();
        vault.retireEpoch(1);
        var later = again();
        assertThat(later.epochs()).containsExactly(2);
        assertThatThrownBy(() -> later.openHome(7, 1, kept.wrapped())).isInstanceOf(KeysUnusable.class);
        assertThatThrownBy(() -> keys.unwrap(1, "epoch", new byte[60])).hasMessageContaining("destroyed");
    }

    @Test
    void token_keys_differ_by_generation_stand_beside_each_other_and_are_destroyed_one_by_one() {
        long before = vault.tokens(1).token(1, 2, "a");
        assertThat(vault.newTokens()).isEqualTo(2);
        var other = again();
        assertThat(other.tokenGenerations()).containsExactly(1, 2);
        assertThat(other.tokens(1).token(1, 2, "a")).isEqualTo(before);
        assertThat(other.tokens(2).token(1, 2, "a"))
                .isNotEqualTo(before)
                .isEqualTo(vault.tokens(2).token(1, 2, "a"));
        vault.rotateRoot();
        vault.destroyTokens(1);
        vault.keepTokens(List.of(2));
        assertThatThrownBy(() -> vault.tokens(1)).isInstanceOf(KeysUnusable.class);
        var last = again();
        assertThatThrownBy(() -> last.tokens(1)).isInstanceOf(KeysUnusable.class);
        assertThat(last.tokens(2).token(1, 2, "a")).isEqualTo(other.tokens(2).token(1, 2, "a"));
        assertThat(last.newTokens()).isEqualTo(3);
    }

    @Test
    void a_missing_or_foreign_key_file_is_named() throws Exception {
        Files.move(folder.resolve("test.key"), folder.resolve("kept.key"));
        assertThatThrownBy(this::again).isInstanceOf(KeysUnusable.class).hasMessageContaining("is missing");
        FileKeys.make(folder.resolve("test.key"), random).add(1);
        assertThatThrownBy(this::again).isInstanceOf(KeysUnusable.class).hasMessageContaining("another home");
    }

    @Test
    void only_its_owner_may_read_the_key_file() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("test.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void an_id_leads_back_to_its_number_and_others_to_none() {
        long number = 3L << 40 | 12345;
        var id = vault.ids().id(number);
        assertThat(id).matches("[0-9a-f]{32}");
        assertThat(vault.ids().number(id)).hasValue(number);
        assertThat(vault.ids().number("0".repeat(32))).isEmpty();
        assertThat(vault.ids().number("example")).isEmpty();
    }

    @Test
    void a_page_link_serves_its_caller_for_an_hour() {
        var link = vault.pages().seal(5, BODY);
        assertThat(vault.pages().open(5, link)).isEqualTo(BODY);
        assertThatThrownBy(() -> vault.pages().open(6, link)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> vault.pages().open(5, link + "x")).isInstanceOf(Refused.class);
        clock.pass(Duration.ofMinutes(61));
        assertThatThrownBy(() -> vault.pages().open(5, link)).isInstanceOf(Refused.class);
    }

    @Test
    void a_password_is_known_by_its_hash() {
        var passwords = new Passwords(random);
        var hash = passwords.hash("correct horse");
        assertThat(passwords.verify("correct horse", hash)).isTrue();
        assertThat(passwords.verify("correct house", hash)).isFalse();
        assertThat(hash).startsWith("argon2id$").doesNotContain("horse");
    }
}
