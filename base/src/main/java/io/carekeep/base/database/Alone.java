package io.carekeep.base.database;

import io.carekeep.base.Check;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.UncategorizedSQLException;

/// Keeps other processes from the same work. The lock is a session's, so it ends with the process.
public final class Alone implements AutoCloseable {

    private static final int CLASS = 0x434C;

    private final Connection connection;
    private final int work;

    private Alone(Connection connection, int work) {
        this.connection = connection;
        this.work = work;
    }

    /// Takes the lock, unless somebody has it.
    /// @param work which: 1 ends epochs, 2 indexes again, 3 pages, 4 labels again
    public static Optional<Alone> at(int work, DataSource source) {
        try {
            var connection = source.getConnection();
            if (asked(connection, "select pg_try_advisory_lock(?, ?)", work)) {
                return Optional.of(new Alone(connection, work));
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException failure) {
            throw new UncategorizedSQLException("lock", null, failure);
        }
    }

    private static boolean asked(Connection connection, String question, int work) throws SQLException {
        try (var statement = connection.prepareStatement(question)) {
            statement.setInt(1, CLASS);
            statement.setInt(2, work);
            try (var answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }

    @Override
    public void close() {
        try (connection) {
            Check.that(asked(connection, "select pg_advisory_unlock(?, ?)", work), "the lock was ours");
        } catch (SQLException failure) {
            throw new UncategorizedSQLException("unlock", null, failure);
        }
    }
}
