package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// The database of a running server in the hands of somebody who may do everything in it.
final class StolenDatabase implements AutoCloseable {

    private final Connection database;

    private StolenDatabase(Connection database) {
        this.database = database;
    }

    static StolenDatabase of(ServerProcess server) throws IOException, SQLException {
        var folder = server.home().resolve("database");
        var port = Files.readAllLines(folder.resolve("postmaster.pid")).get(3).strip();
        var secret = Files.readString(server.home().resolve("database.secret"));
        return new StolenDatabase(
                DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/carekeep", "postgres", secret));
    }

    /// What a query answers.
    long number(String query) throws SQLException {
        try (var statement = database.createStatement();
                var row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    /// How many rows a change is about.
    int execute(String change) throws SQLException {
        try (var statement = database.createStatement()) {
            return statement.executeUpdate(change);
        }
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
