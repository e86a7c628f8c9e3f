package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.server.home.RunFile;
import io.carekeep.server.local.LocalClient;
import io.carekeep.server.local.OperatorToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// The application as a process of its own, with its own database and a home in a folder.
public final class ServerProcess {

    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration END_MAX = Duration.ofSeconds(20);

    private final Path place;
    private final Path home;
    private final Process process;

    private ServerProcess(Path place, Path home, Process process) {
        this.place = place;
        this.home = home;
        this.process = process;
    }

    /// Starts a server and waits until it answers.
    /// @param options of `serve`
    public static ServerProcess start(Path place, String... options) throws IOException, InterruptedException {
        var home = place.resolve("home");
        return started(new ServerProcess(place, home, serve(place, home, options)));
    }

    /// Starts the demo and waits until its server answers, with nothing in it yet.
    /// @param options of `demo`
    static ServerProcess demo(Path place, String... options) throws IOException, InterruptedException {
        var home = place.resolve("home");
        return started(new ServerProcess(place, home, serving("demo", place, home, options)));
    }

    private static ServerProcess started(ServerProcess server) throws IOException, InterruptedException {
        var home = server.home;
        long until = System.nanoTime() + START_MAX.toNanos();
        while (!Files.exists(home.resolve("run/server")) && server.process.isAlive() && System.nanoTime() < until) {
            Thread.sleep(50);
        }
        assertThat(home.resolve("run/server")).as(server.log()).exists();
        return server;
    }

    /// Starts one more server over the same home.
    Process another(String... options) throws IOException, InterruptedException {
        return serve(place, home, options);
    }

    /// Runs another command over the same home.
    /// @return its exit code
    int command(String name, String... options) throws IOException, InterruptedException {
        return run(place, home, name, options).waitFor();
    }

    private static Process serve(Path place, Path home, String... options) throws IOException, InterruptedException {
        return serving("serve", place, home, options);
    }

    private static Process serving(String name, Path place, Path home, String... options)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("--port", "0"));
        all.addAll(List.of(options));
        return run(place, home, name, all.toArray(String[]::new));
    }

    private static Process run(Path place, Path home, String name, String... options)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(ServerImage.launch());
        command.addAll(List.of(name, "--home", home.toString()));
        command.addAll(List.of(options));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(place.resolve("log").toFile()));
        builder.environment().put("XDG_CONFIG_HOME", place.resolve("config").toString());
        if (name.equals("demo")) {
            // Where it finds the samples; and the launcher has nothing to train.
            builder.environment().put("JAVA_TOOL_OPTIONS", "-Dcarekeep.trained=yes -Dcarekeep.root=" + root());
        }
        return builder.start();
    }

    private static Path root() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("samples"))) {
            folder = Objects.requireNonNull(folder.getParent(), "the project's folder");
        }
        return folder;
    }

    public Process process() {
        return process;
    }

    public Path home() {
        return home;
    }

    public RunFile run() {
        return RunFile.read(home);
    }

    public String log() throws IOException {
        return Files.readString(place.resolve("log"));
    }

    /// A token of the local operator, as scripts get one.
    public String token() {
        try (var client = LocalClient.of(home)) {
            return OperatorToken.ask(client, client.api(), home);
        }
    }

    /// Ends it as a crash does; its database is told by the kernel.
    public void kill() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        Files.deleteIfExists(home.resolve("run/server"));
    }

    /// Ends it for good: its database, which the kernel ends a moment later, writes nothing to its folder any more.
    public void end() throws IOException, InterruptedException {
        var all = process.descendants().toList();
        kill();
        for (var each : all) {
            each.onExit()
                    .completeOnTimeout(each, END_MAX.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
    }

    /// Ends its database alone as a crash does.
    void killDatabase() throws IOException, InterruptedException {
        var pid = Files.readAllLines(home.resolve("database/postmaster.pid")).getFirst();
        new ProcessBuilder("kill", "-9", pid).start().waitFor();
    }

    /// Ends it and all processes of its database at once, as a power cut does.
    void cutPower() throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("kill", "-9", Long.toString(process.pid())));
        process.descendants().map(ProcessHandle::pid).map(String::valueOf).forEach(command::add);
        new ProcessBuilder(command).start().waitFor();
        kill();
    }
}
