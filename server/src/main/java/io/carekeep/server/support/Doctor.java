package io.carekeep.server.support;

import io.carekeep.server.home.HomeUnusable;
import io.carekeep.server.home.HomeView;
import io.carekeep.server.home.RunFile;
import io.carekeep.server.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Checks Java, programs, disk, home, keys, clock, ports, database and who hears of alarms. It changes nothing.
public final class Doctor {

    private static final int JAVA_LEAST = 25;
    private static final long MEBIBYTE = 1024L * 1024L;
    private static final long DISK_LEAST = 500 * MEBIBYTE;
    private static final long DISK_GOOD = 5000 * MEBIBYTE;
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    private final Path home;
    private final Settings settings;
    private final Clock clock;

    public Doctor(Path home, Settings settings, Clock clock) {
        this.home = home;
        this.settings = settings;
        this.clock = clock;
    }

    /// Everything it finds, in the order to mend it.
    public List<Finding> look() {
        boolean running = RunFile.isRunning(home);
        var findings = new ArrayList<Finding>();
        findings.add(java());
        findings.add(programs());
        findings.add(disk());
        findings.addAll(homeAndKeys());
        findings.add(alarms());
        if (running) {
            findings.add(server());
        } else {
            findings.add(port("port", settings.port()));
            findings.add(port("management.port", settings.managementPort()));
            findings.add(database());
        }
        return findings;
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        return version >= JAVA_LEAST
                ? Finding.good("java", "Java " + Runtime.version())
                : Finding.bad("java", "Java " + version + " is too old: install a JDK " + JAVA_LEAST);
    }

    private Finding programs() {
        if (settings.database() != null) {
            return Finding.good("programs", "an external database needs none");
        }
        var root = "root".equals(System.getProperty("user.name"));
        for (var program : root ? List.of("setpriv", "unshare") : List.of("setpriv")) {
            if (!onPath(program)) {
                return Finding.bad("programs", program + " is missing: install the package util-linux");
            }
        }
        return Finding.good("programs", "what the embedded database needs is there");
    }

    private static boolean onPath(String program) {
        return List.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":", -1)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private Finding disk() {
        try {
            Path there = home;
            while (!Files.exists(there)) {
                there = Objects.requireNonNull(there.getParent());
            }
            long free = Files.getFileStore(there).getUsableSpace();
            var text = free / MEBIBYTE + " MiB free for " + home;
            if (free < DISK_LEAST) {
                return Finding.bad("disk", text + ": writes will stop; free some space");
            }
            return free < DISK_GOOD ? Finding.note("disk", text + ": plan for more") : Finding.good("disk", text);
        } catch (IOException _) {
            return Finding.bad("disk", home + " can't be looked at: start as its owner");
        }
    }

    private List<Finding> homeAndKeys() {
        if (!HomeView.isHome(home)) {
            return List.of(Finding.note("home", home + " is no home yet: carekeep serve makes it"));
        }
        try {
            var view = HomeView.of(home);
            var found = new ArrayList<Finding>();
            found.add(Finding.good("home", "format " + view.format() + ", made " + view.created()));
            found.add(keys(view.keys()));
            found.add(
                    clock.instant().isBefore(view.created())
                            ? Finding.bad("clock", "it is before the home was made: set the machine's clock")
                            : Finding.good("clock", clock.instant().toString()));
            return found;
        } catch (HomeUnusable unusable) {
            return List.of(Finding.bad("home", Objects.requireNonNull(unusable.getMessage())));
        }
    }

    private static Finding keys(Path file) {
        try {
            if (!Files.exists(file)) {
                return Finding.bad(
                        "keys", file + " is missing: nothing in the home opens without it; put its copy back");
            }
            var may = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            if (!"rw-------".equals(may)) {
                return Finding.bad("keys", "others may read " + file + ": chmod 600 it");
            }
            return Finding.note(
                    "keys",
                    file + ": this file protects a copied database or backup, not a stolen machine;"
                            + " keep a copy of it somewhere safe");
        } catch (IOException _) {
            return Finding.bad("keys", file + " can't be looked at: start as its owner");
        }
    }

    private Finding alarms() {
        var alarm = settings.alarm();
        if (alarm.mail() == null && alarm.webhook() == null) {
            return Finding.note(
                    "alarms",
                    "nobody is told of them: set alarm.mail.to, alarm.webhook.url or both; see carekeep config");
        }
        return alarm.heartbeat() == null
                ? Finding.note(
                        "alarms",
                        "nobody outside hears when this server dies: set alarm.heartbeat.url to a watcher elsewhere")
                : Finding.good("alarms", "people are told, and a watcher outside hears the heartbeat");
    }

    private static Finding port(String setting, int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return Finding.good(setting, (port == 0 ? socket.getLocalPort() : port) + " is free");
        } catch (IOException _) {
            return Finding.bad(setting, port + " is taken by another program: set " + setting + " to a free one");
        }
    }

    private Finding database() {
        var external = settings.database();
        if (external == null) {
            return Files.exists(home.resolve("database").resolve("PG_VERSION"))
                    ? Finding.good("database", "the embedded one is there and stopped")
                    : Finding.note("database", "the embedded one will be made at the first start");
        }
        try (var connection = DriverManager.getConnection(external.url(), external.owner(), external.ownerPassword())) {
            return Finding.good(
                    "database", "PostgreSQL " + connection.getMetaData().getDatabaseMajorVersion() + " answers");
        } catch (SQLException _) {
            return Finding.bad("database", "it does not answer: check database.url, the owner and the password");
        }
    }

    private Finding server() {
        var ready = management("/health/ready");
        return ready.startsWith("ready")
                ? Finding.good("server", "runs and is ready")
                : Finding.bad("server", "runs and is not ready (" + ready.strip() + "): see its log");
    }

    /// What a page of the running server's management says.
    String management(String page) {
        try (var client = HttpClient.newHttpClient()) {
            URI base = RunFile.read(home).management();
            return client.send(
                            HttpRequest.newBuilder(base.resolve(page))
                                    .timeout(ANSWER_MAX)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | HomeUnusable _) {
            return "no answer";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
