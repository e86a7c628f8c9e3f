package io.carekeep.base.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.TransactionSystemException;

class DatabaseProblemTest {

    @ParameterizedTest
    @ValueSource(strings = {"53100", "25006", "40P01", "57P01", "08006"})
    void a_database_that_cannot_serve_now_is_no_bug(String state) {
        assertThat(DatabaseProblem.of(new IllegalStateException(new SQLException("said", state))))
                .isPresent();
    }

    @Test
    void a_pool_whose_connections_are_all_busy_or_broken_is_no_bug() {
        var busy = new SQLTransientConnectionException("app - Connection is not available");
        assertThat(DatabaseProblem.of(new CannotGetJdbcConnectionException("none", busy)))
                .isPresent();
        var broken = new SQLException("Connection is closed");
        assertThat(DatabaseProblem.of(new TransactionSystemException("JDBC rollback failed", broken)))
                .isPresent();
    }

    @Test
    void a_statement_that_is_wrong_is_a_bug() {
        assertThat(DatabaseProblem.of(new SQLException("said", "42601"))).isEmpty();
        assertThat(DatabaseProblem.of(new IllegalStateException("no database"))).isEmpty();
    }
}
