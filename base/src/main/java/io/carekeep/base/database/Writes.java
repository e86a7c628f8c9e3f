package io.carekeep.base.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/// Transactions whose last statements travel to the database together with their commit, because a small write spends
/// more time on round trips than on its statements.
public final class Writes {

    private static final String COMMIT = "commit";

    private final TransactionTemplate transactions;
    private final JdbcTemplate sql;

    Writes(TransactionTemplate transactions, JdbcTemplate sql) {
        this.transactions = transactions;
        this.sql = sql;
    }

    /// Carries out work in a transaction, read committed; what it leaves as [Last] is done after it, in its order. When
    /// anything fails, nothing is done. Work that throws [BeginAgain] is carried out from its beginning.
    public <T> T carryOut(Function<Last, T> work) {
        while (true) {
            try {
                return once(work);
            } catch (BeginAgain again) {
                again.await();
            }
        }
    }

    private <T> T once(Function<Last, T> work) {
        var result = transactions.execute(_ -> {
            var last = new Last();
            var made = work.apply(last);
            sql.execute((ConnectionCallback<Boolean>) last::commit);
            return made;
        });
        return Objects.requireNonNull(result);
    }

    /// Fills in the parameters of a statement.
    @FunctionalInterface
    public interface Parameters {

        /// @param first the index of the statement's first parameter
        /// @return the index after its last parameter
        int set(PreparedStatement statement, int first) throws SQLException;
    }

    /// The last statements of a transaction. The work does not see what they change, so nothing in it may need that.
    public static final class Last {

        private record Part(String statement, Parameters parameters) {}

        private final List<Part> parts = new ArrayList<>();

        private Last() {}

        /// @param statement that changes exactly one row
        public void add(String statement, Parameters parameters) {
            parts.add(new Part(statement, parameters));
        }

        // The commit is one of the statements, and the database skips it when one before it fails.
        private boolean commit(Connection connection) throws SQLException {
            var text = parts.stream().map(Part::statement).collect(Collectors.joining(";\n", "", ";\n" + COMMIT));
            try (var statement = connection.prepareStatement(text)) {
                int at = 1;
                for (var part : parts) {
                    at = part.parameters().set(statement, at);
                }
                statement.execute();
            }
            return true;
        }
    }
}
