package io.carekeep.server.wiring;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.Nullable;

/// The application as users start it: from jars, with an AOT cache. It is made once for all tests of a build, because
/// some
/// start the server dozens of times.
final class ServerImage {

    private static final List<String> FLAGS = List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");
    private static final String MAIN = "io.carekeep.server.command.Main";

    private static @Nullable List<String> launch;

    private ServerImage() {}

    /// The command that starts Java, up to the arguments of the application.
    static synchronized List<String> launch() throws IOException, InterruptedException {
        var known = launch;
        if (known == null) {
            known = shared();
            launch = known;
        }
        return known;
    }

    // One of a build's processes makes it, the other waits.
    private static List<String> shared() throws IOException, InterruptedException {
        var target = Path.of("target").toAbsolutePath();
        var build = System.getProperty("build.started", "").replaceAll("\\D", "");
        if (build.isEmpty()) {
            return made(Files.createTempDirectory(target, "image"));
        }
        try (var file = FileChannel.open(
                        target.resolve("image.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = file.lock()) {
            return made(Files.createDirectories(target.resolve("image-" + build)));
        }
    }

    private static List<String> made(Path folder) throws IOException, InterruptedException {
        var jars = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.endsWith("test-classes")) {
                jars.add(Files.isDirectory(Path.of(entry)) ? jar(folder, Path.of(entry), jars.size()) : entry);
            }
        }
        var path = String.join(File.pathSeparator, jars);
        var cache = folder.resolve("server.aot");
        if (!Files.exists(cache)) {
            train(folder, path, cache);
        }
        return command("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-cp", path, MAIN);
    }

    private static List<String> command(String... rest) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(Arrays.asList(rest));
        return command;
    }

    // An AOT cache is made of jars only.
    private static String jar(Path folder, Path classes, int number) {
        var jar = folder.resolve(number + ".jar").toString();
        if (Files.exists(Path.of(jar))) {
            return jar;
        }
        int code = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--no-manifest", "--file", jar, "-C", classes.toString(), ".");
        if (code != 0) {
            throw new AssertionError("jar ended with " + code);
        }
        return jar;
    }

    private static void train(Path folder, String path, Path cache) throws IOException, InterruptedException {
        var root = "-Dcarekeep.root=" + Path.of("..").toAbsolutePath().normalize();
        var home = folder.resolve("home").toString();
        var log = folder.resolve("log");
        var builder = new ProcessBuilder(
                        command("-XX:AOTCacheOutput=" + cache, "-Xlog:aot=off", root, "-cp", path, MAIN, "train", home))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        int code = builder.start().waitFor();
        if (code != 0 || !Files.exists(cache)) {
            throw new AssertionError("the training ended with " + code + ": " + Files.readString(log));
        }
    }
}
