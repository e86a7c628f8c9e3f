package io.carekeep.testkit;

import io.carekeep.base.Check;
import io.carekeep.base.database.DatabaseLocation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The PostgreSQL of Debian's package as somebody else would run it for us: a cluster in a folder that is gone when it
/// is closed, and a database whose owner is no superuser.
public final class DebianPostgres implements AutoCloseable {

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final Duration START_MAX = Duration.ofMinutes(1);
    private static final String PASSWORD = "test";

    private final Path folder;
    private final int port;
    private final Process process;

    private DebianPostgres(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /// Its newest programs, when the package is installed.
    public static Optional<Path> programs() throws IOException {
        if (!Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                    .max(Comparator.comparingInt(
                            version -> Integer.parseInt(version.getFileName().toString())))
                    .map(version -> version.resolve("bin"));
        }
    }

    /// Starts a new cluster with these programs.
    public static DebianPostgres start(Path programs) throws IOException, InterruptedException, SQLException {
        var folder = Files.createTempDirectory("carekeep-debian");
        var secret = Files.writeString(folder.resolve("secret"), PASSWORD);
        var data = folder.resolve("data").toString();
        var made = started(
                folder,
                programs.resolve("initdb").toString(),
                List.of("-D", data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", secret.toString(), "-N"),
                List.of("-E", "UTF8", "--locale=C.UTF-8"));
        Check.that(made.waitFor() == 0, "initdb makes a cluster; its output is in " + folder);
        int port = freePort();
        var process = started(
                folder,
                "setpriv",
                List.of("--pdeathsig", "INT", programs.resolve("postgres").toString(), "-D", data),
                List.of("-p", Integer.toString(port), "-c", "listen_addresses=127.0.0.1"),
                List.of("-c", "unix_socket_directories=", "-c", "timezone=Pacific/Chatham"));
        var postgres = new DebianPostgres(folder, port, process);
        postgres.makeDatabase();
        return postgres;
    }

    // postgres refuses to run as root: root drops to a user that owns nothing, in a namespace of its own.
    @SafeVarargs
    private static Process started(Path folder, String program, List<String>... arguments) throws IOException {
        var command = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(program);
        for (var some : arguments) {
            command.addAll(some);
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void makeDatabase() throws SQLException, InterruptedException {
        long until = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            try (var connection = DriverManager.getConnection(url("postgres"), "postgres", PASSWORD);
                    var statement = connection.createStatement()) {
                statement.execute("create role clinic login createrole password '" + PASSWORD + "'");
                statement.execute("create database clinic owner clinic");
                return;
            } catch (SQLException failure) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    throw failure;
                }
                Thread.sleep(50);
            }
        }
    }

    private String url(String name) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
    }

    /// Where its database is.
    public DatabaseLocation location() {
        return new DatabaseLocation.External(url("clinic"), "clinic", PASSWORD, PASSWORD);
    }

    @Override
    public void close() throws IOException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
        process.onExit().orTimeout(START_MAX.toSeconds(), TimeUnit.SECONDS).join();
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
