package io.carekeep.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher in a folder of its own, with a program in Java's place that tells how it was called.
final class LauncherTest {

    @TempDir
    private Path place;

    @BeforeEach
    void copyLauncher() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("carekeep"))) {
            root = Objects.requireNonNull(root.getParent());
        }
        script("carekeep", Files.readString(root.resolve("carekeep")));
        script("find-jdk", "#!/bin/sh\necho " + place.resolve("jdk") + "\n");
        script("jdk/bin/java", "#!/bin/sh\necho pid $$\nfor each in \"$@\"; do echo \"$each\"; done\n");
        Files.writeString(place.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        Files.createDirectories(place.resolve("server/target/lib"));
        Files.createFile(place.resolve("server/target/carekeep-server.jar"));
        Files.createFile(place.resolve("server/target/lib/part.jar"));
    }

    private void script(String name, String text) throws IOException {
        var file = place.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Ran(long pid, List<String> lines) {}

    private Ran run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(place.resolve("carekeep").toString()));
        command.addAll(List.of(arguments));
        var builder =
                new ProcessBuilder(command).directory(new java.io.File("/")).redirectErrorStream(true);
        builder.environment().put("XDG_CACHE_HOME", place.resolve("cache").toString());
        builder.environment().put("CAREKEEP_JAVA_OPTS", "-Xmx900m -Da=b");
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return new Ran(process.pid(), said.lines().toList());
    }

    @Test
    void it_becomes_java_so_that_signals_reach_it() throws Exception {
        var ran = run("serve");
        assertThat(ran.lines()).contains("pid " + ran.pid());
    }

    @Test
    void arguments_and_options_arrive_whole_from_any_folder() throws Exception {
        var lines = run("load", "a folder/with spaces", "*").lines();
        assertThat(lines).containsSubsequence("-Xmx900m", "-Da=b", "-Dcarekeep.root=" + place, "-cp");
        assertThat(lines).endsWith("io.carekeep.server.command.Main", "load", "a folder/with spaces", "*");
    }

    @Test
    void a_crash_leaves_no_memory_on_disk() throws Exception {
        assertThat(run("serve").lines())
                .contains("-XX:-CreateCoredumpOnCrash", "-XX:-HeapDumpOnOutOfMemoryError", "-XX:ErrorFile=/dev/null");
    }

    @Test
    void without_a_trained_cache_none_is_named() throws Exception {
        assertThat(run("serve").lines()).noneMatch(line -> line.startsWith("-XX:AOTCache"));
    }
}
