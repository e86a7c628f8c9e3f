package io.carekeep.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandsTest {

    @TempDir
    private Path place;

    private record Said(int code, String out, String err) {}

    private static Said run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(arguments);
        return new Said(code, out.toString(), err.toString());
    }

    @Test
    void every_command_has_a_help_that_names_it() {
        for (var name : Main.commandLine().getSubcommands().keySet()) {
            if (!"train".equals(name) && !"version".equals(name)) {
                var said = run(name, "--help");
                assertThat(said.code()).isZero();
                assertThat(said.out()).contains("carekeep " + name);
            }
        }
    }

    @Test
    void what_is_not_understood_ends_with_2() {
        assertThat(run("sreve").code()).isEqualTo(2);
        assertThat(run("serve", "--port", "many").code()).isEqualTo(2);
        assertThat(run("load").code()).isEqualTo(2);
    }

    @Test
    void config_shows_values_and_sources_and_no_secret() throws IOException {
        Files.writeString(place.resolve("carekeep.yaml"), "database.app-password: hush\nport: 7001\n");

        var said = run("config", "--home", place.toString(), "--set", "log.format=json");

        assertThat(said.code()).isZero();
        assertThat(said.out())
                .containsPattern("port +7001 +carekeep.yaml")
                .containsPattern("log.format +json +option")
                .containsPattern("database.app-password +\\(hidden\\)")
                .doesNotContain("hush");
    }

    @Test
    void a_secret_is_refused_on_the_command_line() {
        var said = run("config", "--home", place.toString(), "--set", "database.app-password=hush");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("CAREKEEP_DATABASE_APP_PASSWORD").doesNotContain("hush");
    }

    @Test
    void an_unknown_key_stops_the_start_by_name() throws IOException {
        Files.writeString(place.resolve("carekeep.yaml"), "prot: 7001\n");
        var said = run("serve", "--home", place.toString());
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("unknown key prot");
    }

    @Test
    void commands_that_need_a_server_say_so() {
        for (var command : new String[][] {
            {"token"},
            {"load", "x.json"},
            {"key", "list"},
            {"key", "rotate-tokens"},
            {"erase", "--yes", "Patient/1"},
            {"user", "list"}
        }) {
            var arguments = new java.util.ArrayList<>(java.util.List.of(command));
            arguments.add("--home");
            arguments.add(place.toString());
            var said = run(arguments.toArray(String[]::new));
            assertThat(said.code()).isEqualTo(1);
            assertThat(said.err()).contains("is no home");
        }
    }

    @Test
    void nobody_is_erased_by_a_slip() {
        var said = run("erase", "Patient/1", "--home", place.toString());
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("--yes");
    }

    @Test
    void doctor_looks_at_a_home_that_is_not_there_yet() {
        var home = place.resolve("nothing");
        var bundle = place.resolve("bundle.zip");

        var said = run("doctor", "--home", home.toString(), "--port", "0", "--bundle", bundle.toString());

        assertThat(said.out()).contains("java", "disk", "is no home yet");
        assertThat(bundle).exists();
        assertThat(home).doesNotExist();
    }

    @Test
    void version_names_carekeep_and_java() {
        assertThat(run("version").out()).contains("carekeep ").contains("Java 25");
    }
}
