package io.carekeep.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/// Hands arrays of numbers to statements without a box around each.
public final class Bigints {

    private Bigints() {}

    public static Array of(Connection connection, long[] values) throws SQLException {
        return connection.unwrap(PGConnection.class).createArrayOf("int8", values);
    }
}
