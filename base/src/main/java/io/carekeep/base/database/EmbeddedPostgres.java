package io.carekeep.base.database;

import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A PostgreSQL of our own: real, on loopback only, with a random password. It is started again when it is killed; the
/// kernel stops it when this process ends, however it ends; after a power cut it recovers by itself at the next start.
final class EmbeddedPostgres implements AutoCloseable {

    private enum Event {
        DATABASE_MADE,
        DATABASE_STARTED,
        DATABASE_START_AGAIN,
        LEFTOVER_DATABASE_STOPPED
    }

    private static final EventLog LOG = new EventLog(EmbeddedPostgres.class);
    private static final Duration START_MAX = Duration.ofMinutes(2);
    // After a kill of both, the dying server can hold its files for a moment.
    private static final int STARTS_MAX = 20;
    private static final Duration BETWEEN_STARTS = Duration.ofMillis(500);
    private static final int PASSWORD_BYTES = 32;
    // What the kernel takes as the path of a socket, and some.
    private static final int SOCKET_PATH_MAX = 100;

    static final String SUPERUSER = "postgres";

    /// The one database of the cluster.
    static final String DATABASE = "carekeep";

    // No statement, no parameter and no row reaches the log: only that something happened.
    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "max_connections=100",
            "max_locks_per_transaction=128",
            "shared_buffers=192MB",
            "work_mem=8MB",
            "maintenance_work_mem=64MB",
            "gin_pending_list_limit=256kB",
            "effective_cache_size=1GB",
            "random_page_cost=1.1",
            "jit=off",
            "max_wal_size=2GB",
            "min_wal_size=128MB",
            "wal_compression=pglz",
            "checkpoint_timeout=15min",
            "max_parallel_workers_per_gather=0",
            "max_worker_processes=4",
            "io_method=sync",
            "autovacuum_naptime=30s",
            "autovacuum_max_workers=1",
            "track_activities=off",
            "log_min_messages=fatal",
            "log_min_error_statement=panic",
            "log_error_verbosity=terse",
            "log_statement=none",
            "log_checkpoints=off",
            "log_autovacuum_min_duration=-1",
            "log_destination=stderr",
            "logging_collector=off",
            "timezone=UTC",
            "log_timezone=UTC");

    private final Path data;
    private final int port;
    private final String password;
    private final PostgresProcess process;

    private EmbeddedPostgres(Path data, int port, String password, PostgresProcess process) {
        this.data = data;
        this.port = port;
        this.password = password;
        this.process = process;
    }

    /// Starts the server over the data in a folder; makes them when there are none.
    /// @param secret the file, 0600, that holds the superuser's password
    static EmbeddedPostgres start(Path data, Path secret, SecureRandom random) {
        var binaries = PostgresFiles.unpacked();
        try {
            var password = password(secret, random);
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                make(data, binaries, secret);
            }
            stopLeftover(data);
            Files.createDirectories(
                    sockets(data), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return running(data, binaries, password);
        } catch (IOException failure) {
            throw new UncheckedIOException("the database in " + data + " could not be started", failure);
        }
    }

    String url(String database) {
        return url(data, port, database);
    }

    // By the socket in the file system; a home too deep for one is reached by loopback.
    private static String url(Path data, int port, String database) {
        var url = "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
        var socket = sockets(data).resolve(".s.PGSQL." + port).toString();
        return socket.getBytes(StandardCharsets.UTF_8).length > SOCKET_PATH_MAX
                ? url
                : url + "?socketFactory=" + SocketFile.class.getName() + "&socketFactoryArg="
                        + URLEncoder.encode(socket, StandardCharsets.UTF_8);
    }

    private static Path sockets(Path data) {
        return data.toAbsolutePath().resolveSibling("run");
    }

    String password() {
        return password;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    private static String password(Path secret, SecureRandom random) throws IOException {
        if (!Files.exists(secret)) {
            var bytes = new byte[PASSWORD_BYTES];
            random.nextBytes(bytes);
            Files.createDirectories(secret.toAbsolutePath().getParent());
            Files.createFile(
                    secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(secret, HexFormat.of().formatHex(bytes));
        }
        return Files.readString(secret);
    }

    private static void make(Path data, Path binaries, Path secret) throws IOException {
        // initdb writes PG_VERSION early: a folder that was cut off half way is made in another place and moved.
        var fresh = data.resolveSibling(data.getFileName() + ".new");
        if (Files.exists(fresh)) {
            PostgresFiles.remove(fresh);
        }
        run(List.of(
                binaries.resolve("bin/initdb").toString(),
                "-D",
                fresh.toString(),
                "-U",
                SUPERUSER,
                "-A",
                "scram-sha-256",
                "--pwfile",
                secret.toString(),
                "-E",
                "UTF-8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--data-checksums"));
        alone(fresh, binaries, "template1", "alter database postgres rename to " + DATABASE);
        // Nobody makes another database from the templates, and each takes as much as ten thousand records.
        alone(
                fresh,
                binaries,
                DATABASE,
                "alter database template0 is_template false",
                "alter database template1 is_template false",
                "drop database template0",
                "drop database template1");
        Files.move(fresh, data);
        LOG.info(Event.DATABASE_MADE);
    }

    // Carries out statements without a server.
    private static void alone(Path data, Path binaries, String database, String... statements) throws IOException {
        run(
                List.of(
                        binaries.resolve("bin/postgres").toString(),
                        "--single",
                        "-D",
                        data.toString(),
                        "-c",
                        "exit_on_error=on",
                        database),
                statements);
    }

    private static void run(List<String> program, String... lines) throws IOException {
        var command = new ArrayList<>(asUser());
        command.addAll(program);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var input = process.outputWriter(StandardCharsets.UTF_8)) {
            for (var line : lines) {
                input.write(line + "\n");
            }
        }
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (ended(process, START_MAX) != 0) {
            throw new IOException(program.getFirst() + " failed: " + said);
        }
    }

    // postgres refuses to run as root, so root drops to a user that owns nothing, in a namespace of its own. The order
    // matters: entering the namespace would clear the signal.
    private static List<String> asUser() {
        return "root".equals(System.getProperty("user.name")) ? List.of("unshare", "-U") : List.of();
    }

    private static EmbeddedPostgres running(Path data, Path binaries, String password) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            var process = launch(data, binaries, port);
            if (answers(process, url(data, port, DATABASE), password)) {
                process.keep();
                LOG.info(Event.DATABASE_STARTED, new LogField.Count("port", port));
                return new EmbeddedPostgres(data, port, password, process);
            }
            if (attempt == STARTS_MAX) {
                throw new IOException("postgres ended " + STARTS_MAX + " times while starting; its log is "
                        + data.resolveSibling("database.log"));
            }
            LOG.warn(Event.DATABASE_START_AGAIN, new LogField.Count("attempt", attempt));
            pause(BETWEEN_STARTS);
        }
    }

    private static PostgresProcess launch(Path data, Path binaries, int port) {
        var command = new ArrayList<>(asUser());
        command.addAll(List.of(
                "setpriv",
                "--pdeathsig",
                "INT",
                binaries.resolve("bin/postgres").toString()));
        command.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port)));
        // From the folder of the data, so that the path's length does not matter.
        command.addAll(
                List.of("-c", "unix_socket_directories=../" + sockets(data).getFileName()));
        SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolveSibling("database.log").toFile());
        builder.environment().put("TZ", "UTC");
        return PostgresProcess.start(builder);
    }

    private static boolean answers(PostgresProcess process, String url, String password) {
        long until = System.nanoTime() + START_MAX.toNanos();
        while (process.isAlive() && System.nanoTime() < until) {
            try (var connection = DriverManager.getConnection(url, SUPERUSER, password)) {
                return connection.isValid(5);
            } catch (SQLException _) {
                pause(Duration.ofMillis(20));
            }
        }
        process.close();
        return false;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    // The kernel ends the server with us, but a moment may pass; and another kernel may not.
    private static void stopLeftover(Path data) throws IOException {
        var pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        try (Stream<String> lines = Files.lines(pidFile)) {
            var leftover = lines.findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("\\d{1,9}"))
                    .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
                    .filter(EmbeddedPostgres::isPostgres);
            if (leftover.isPresent()) {
                leftover.get().destroy();
                leftover.get()
                        .onExit()
                        .completeOnTimeout(leftover.get(), 10, TimeUnit.SECONDS)
                        .join();
                LOG.warn(Event.LEFTOVER_DATABASE_STOPPED);
            }
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .filter(path -> path.endsWith("/postgres"))
                .isPresent();
    }

    @Override
    public void close() {
        process.close();
    }

    private static int ended(Process process, Duration most) throws IOException {
        try {
            if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException("a program did not end in " + most.toSeconds() + " seconds");
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
