package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// The only record of a running server, as somebody sees it who has got hold of its database.
final class StoredRecord implements AutoCloseable {

    private static final String FLIP =
            "update store.current set body = set_bit(body, 99, 1 - get_bit(body, 99)) where number = ?";

    private final Connection database;
    private final long number;

    private StoredRecord(Connection database) throws SQLException {
        this.database = database;
        this.number = number("select number from store.current");
    }

    static StoredRecord only(ServerProcess server) throws IOException, SQLException {
        var folder = server.home().resolve("database");
        var port = Files.readAllLines(folder.resolve("postmaster.pid")).get(3).strip();
        var secret = Files.readString(server.home().resolve("database.secret"));
        return new StoredRecord(
                DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/carekeep", "postgres", secret));
    }

    /// The surrogate number.
    long number() {
        return number;
    }

    /// What a query answers.
    long number(String query) throws SQLException {
        try (var statement = database.createStatement();
                var row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    /// Alters its sealed body by a bit, or puts that bit right again.
    void flip() throws SQLException {
        try (var statement = database.prepareStatement(FLIP)) {
            statement.setLong(1, number);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    void execute(String change) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(change);
        }
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
