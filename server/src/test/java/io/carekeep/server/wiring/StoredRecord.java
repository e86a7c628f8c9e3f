package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;

/// The only record of a running server, as somebody sees it who has got hold of its database.
final class StoredRecord implements AutoCloseable {

    private static final String FLIP =
            "update store.current set body = set_bit(body, 99, 1 - get_bit(body, 99)) where number = ";

    private final StolenDatabase database;
    private final long number;

    private StoredRecord(StolenDatabase database) throws SQLException {
        this.database = database;
        this.number = number("select number from store.current");
    }

    static StoredRecord only(ServerProcess server) throws IOException, SQLException {
        return new StoredRecord(StolenDatabase.of(server));
    }

    /// The surrogate number.
    long number() {
        return number;
    }

    /// What a query answers.
    long number(String query) throws SQLException {
        return database.number(query);
    }

    /// Alters its sealed body by a bit, or puts that bit right again.
    void flip() throws SQLException {
        assertThat(database.execute(FLIP + number)).isEqualTo(1);
    }

    void execute(String change) throws SQLException {
        database.execute(change);
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
