package io.carekeep.store.find;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.store.RowReader;
import io.carekeep.store.SealedRow;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/// Runs the statements of reads and searches.
final class Statements {

    /// Raised by `store.at_most`.
    private static final String TOO_MANY = "CK001";

    private final JdbcTemplate sql;
    private final RowReader rows;

    Statements(JdbcTemplate sql, RowReader rows) {
        this.sql = sql;
        this.rows = rows;
    }

    List<SealedRow> rows(Sql statement) {
        return query(statement, (row, _) -> rows.read(row));
    }

    long count(Sql statement) {
        return Objects.requireNonNull(
                query(statement, (row, _) -> row.getLong(1)).getFirst());
    }

    <T> List<T> query(Sql statement, RowMapper<T> mapper) {
        try {
            return sql.query(statement::prepare, mapper);
        } catch (DataAccessException failure) {
            if (failure.getMostSpecificCause() instanceof SQLException cause && TOO_MANY.equals(cause.getSQLState())) {
                throw new Refused(new Problem.TooCostly("linked-resources", LinkSql.LINKED_MAX));
            }
            throw failure;
        }
    }
}
