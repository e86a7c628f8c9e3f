package io.carekeep.server.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.testkit.AtOnce;
import io.carekeep.testkit.SetClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeFolderTest {

    private static final List<Migration> FIRST = List.of(new Migration(1, _ -> {}));

    @TempDir
    private Path place;

    private HomeFolder open(Path folder, List<Migration> migrations) {
        return open(folder, HomeFolder.Purpose.WORK, migrations);
    }

    private HomeFolder open(Path folder, HomeFolder.Purpose purpose, List<Migration> migrations) {
        var clock = new SetClock(Instant.parse("2026-01-02T03:04:05Z"));
        return HomeFolder.open(
                folder, purpose, clock, new SecureRandom(), migrations, id -> place.resolve("keys/" + id + ".key"));
    }

    @Test
    void a_home_keeps_its_id_and_its_keys() {
        var folder = place.resolve("home");
        String id;
        try (var home = open(folder, FIRST)) {
            id = home.id();
            assertThat(home.keys()).exists().hasFileName(id + ".key");
        }
        try (var again = open(folder, FIRST)) {
            assertThat(again.id()).isEqualTo(id);
        }
    }

    @Test
    void nobody_else_may_look_into_a_home() throws IOException {
        var folder = place.resolve("home");
        try (var home = open(folder, FIRST)) {
            home.publish(new RunFile(URI.create("http://a/"), URI.create("http://b/"), "secret"));
            assertThat(rights(folder)).isEqualTo("rwx------");
            assertThat(rights(folder.resolve("home.yaml"))).isEqualTo("rw-------");
            assertThat(rights(folder.resolve("run/server"))).isEqualTo("rw-------");
        }
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void a_folder_with_other_things_is_refused_and_left_alone() throws IOException {
        var folder = Files.createDirectories(place.resolve("photos"));
        Files.writeString(folder.resolve("cat.jpg"), "miaow");

        assertThatThrownBy(() -> open(folder, FIRST))
                .isInstanceOf(HomeUnusable.class)
                .hasMessageContaining("is no home");
        try (var inside = Files.list(folder)) {
            assertThat(inside).hasSize(1);
        }
    }

    @Test
    void a_folder_that_holds_only_settings_becomes_a_home() throws IOException {
        var folder = Files.createDirectories(place.resolve("home"));
        Files.writeString(folder.resolve("carekeep.yaml"), "port: 1\n");

        try (var home = open(folder, FIRST)) {
            assertThat(HomeView.isHome(home.folder())).isTrue();
        }
    }

    @Test
    void two_servers_never_work_in_one_home() {
        var folder = place.resolve("home");
        try (var first = open(folder, FIRST)) {
            assertThat(RunFile.isRunning(first.folder())).isTrue();
            assertThatThrownBy(() -> open(folder, FIRST))
                    .isInstanceOf(HomeUnusable.class)
                    .hasMessageContaining("another Carekeep");
        }
        assertThat(RunFile.isRunning(folder)).isFalse();
        open(folder, FIRST).close();
    }

    @Test
    void the_demo_does_not_take_a_home_with_other_data_nor_the_reverse() {
        open(place.resolve("work"), HomeFolder.Purpose.WORK, FIRST).close();
        open(place.resolve("demo"), HomeFolder.Purpose.DEMO, FIRST).close();

        assertThatThrownBy(() -> open(place.resolve("work"), HomeFolder.Purpose.DEMO, FIRST))
                .isInstanceOf(HomeUnusable.class);
        assertThatThrownBy(() -> open(place.resolve("demo"), HomeFolder.Purpose.WORK, FIRST))
                .isInstanceOf(HomeUnusable.class);
    }

    @Test
    void an_older_server_refuses_a_newer_home_in_one_sentence() {
        var folder = place.resolve("home");
        open(folder, List.of(new Migration(1, _ -> {}), new Migration(2, _ -> {})))
                .close();

        assertThatThrownBy(() -> open(folder, FIRST))
                .isInstanceOf(HomeUnusable.class)
                .hasMessage("a newer Carekeep made this home (its format is 2, and this one knows 1): start that one");
        assertThat(RunFile.isRunning(folder)).isFalse();
    }

    @Test
    void a_migration_that_was_cut_off_goes_on_with_its_step() {
        var folder = place.resolve("home");
        open(folder, FIRST).close();
        var ran = new ArrayList<Integer>();
        var cut = List.of(new Migration(1, _ -> ran.add(1)), new Migration(2, _ -> ran.add(2)), new Migration(3, _ -> {
            ran.add(3);
            throw new IllegalStateException("the plug is pulled");
        }));
        var whole = List.of(
                new Migration(1, _ -> ran.add(1)),
                new Migration(2, _ -> ran.add(2)),
                new Migration(3, _ -> ran.add(3)));

        assertThatThrownBy(() -> open(folder, cut)).hasMessage("the plug is pulled");
        open(folder, whole).close();
        open(folder, whole).close();

        assertThat(ran).containsExactly(2, 3, 3);
        assertThat(HomeView.of(folder).format()).isEqualTo(3);
    }

    @Test
    void a_damaged_card_is_told() throws IOException {
        var folder = place.resolve("home");
        open(folder, FIRST).close();
        Files.writeString(folder.resolve("home.yaml"), "id: x\n");

        assertThatThrownBy(() -> open(folder, FIRST))
                .isInstanceOf(HomeUnusable.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void many_look_at_once_whether_a_server_works_in_a_home() throws Exception {
        var folder = place.resolve("home");
        open(folder, FIRST).close();
        var found = AtOnce.of(
                4,
                _ -> IntStream.range(0, 200)
                        .filter(_ -> RunFile.isRunning(folder))
                        .count());
        assertThat(found).containsOnly(0L);
    }

    @Test
    void a_command_finds_the_server_while_it_runs_and_not_after() {
        var folder = place.resolve("home");
        var run = new RunFile(URI.create("http://localhost:1/fhir"), URI.create("http://127.0.0.1:2"), "secret");
        try (var home = open(folder, FIRST)) {
            home.publish(run);
            assertThat(RunFile.read(folder)).isEqualTo(run);
            assertThat(run.toString()).doesNotContain("secret");
        }
        assertThatThrownBy(() -> RunFile.read(folder)).hasMessageContaining("no server runs");
        assertThatThrownBy(() -> RunFile.read(place)).hasMessageContaining("no home");
    }
}
