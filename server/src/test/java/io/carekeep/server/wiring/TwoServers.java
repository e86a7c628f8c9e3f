package io.carekeep.server.wiring;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carekeep.base.database.DatabaseLocation;
import io.carekeep.testkit.CutWire;
import io.carekeep.testkit.DebianPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Two server processes on one PostgreSQL, the second from a copy of the first one's home. The first reaches it by a
/// wire
/// that can be cut.
final class TwoServers {

    private final DebianPostgres postgres;
    private final DatabaseLocation.External where;
    private final CutWire wire;
    private final List<ServerProcess> servers = new ArrayList<>();

    private TwoServers(DebianPostgres postgres, DatabaseLocation.External where, CutWire wire) {
        this.postgres = postgres;
        this.where = where;
        this.wire = wire;
    }

    /// Starts them in a folder, when Debian's PostgreSQL is there.
    static TwoServers start(Path place) throws Exception {
        var programs = DebianPostgres.programs();
        assumeTrue(programs.isPresent(), "Debian's package postgresql is not installed");
        var postgres = DebianPostgres.start(programs.orElseThrow());
        var where = (DatabaseLocation.External) postgres.location();
        int port = URI.create(where.url().substring("jdbc:".length())).getPort();
        var two = new TwoServers(postgres, where, CutWire.to(port));
        var home = Files.createDirectories(place.resolve("one/home"));
        var byWire = where.url().replace(":" + port, ":" + two.wire.port());
        Files.writeString(home.resolve("carekeep.yaml"), settings(where, byWire));
        two.servers.add(ServerProcess.start(place.resolve("one"), "--http"));
        var copy = Files.createDirectories(place.resolve("two/home"));
        copied(home, copy);
        Files.writeString(copy.resolve("carekeep.yaml"), settings(where, where.url()));
        two.servers.add(ServerProcess.start(place.resolve("two"), "--http"));
        return two;
    }

    private static String settings(DatabaseLocation.External where, String url) {
        return """
                database:
                  url: %s
                  owner: %s
                  owner-password: %s
                  app-password: %s
                """.formatted(url, where.owner(), where.ownerPassword(), where.appPassword());
    }

    private static void copied(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    ServerProcess first() {
        return servers.getFirst();
    }

    ServerProcess second() {
        return servers.getLast();
    }

    /// From now on the database tells nobody of changes.
    void silence() throws SQLException {
        try (var connection = DriverManager.getConnection(where.url(), where.owner(), where.ownerPassword());
                var statement = connection.createStatement()) {
            for (var table : List.of("identity.account", "identity.token", "access.policy")) {
                statement.execute("alter table " + table + " disable trigger user");
            }
        }
    }

    /// Takes the database out of the first one's reach, for good.
    void cut() throws IOException {
        wire.close();
    }

    /// Ends both and their database.
    void end() throws Exception {
        for (var server : servers) {
            server.kill();
        }
        wire.close();
        postgres.close();
    }
}
