package io.carekeep.store;

import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;

/// Writes rows, inside the request's transaction. What a row replaces is copied to `store.version` by the same
/// statement.
public final class Rows {

    /// The columns of a row under the alias `c` and of its home's key under `h`, as [#read] takes them.
    public static final String COLUMNS = """
            c.home, c.number, c.at, c.present, c.version, c.state, c.index, c.ranges, c.body, h.epoch, h.wrapped""";

    private static final String INSERT = """
            insert into store.current (home, number, at, present, version, state, index, ranges, body)
            values (?, ?, ?, ?, ?, ?, ?, ?::int8multirange, ?)
            """;
    private static final String REPLACE = """
            with replaced as (
                insert into store.version
                select * from store.current where number = ? and version = ?)
            update store.current
               set home = ?, at = ?, present = ?, version = ?, state = ?, index = ?, ranges = ?::int8multirange,
                   body = ?
             where number = ?
               and version = ?
            """;
    private static final String LOCK = "select " + COLUMNS + """

              from store.current c
              left join store.home h on h.home = c.home
             where c.number = any(?)
             order by c.number
               for update of c
            """;
    // Below this, a COPY costs more than it saves.
    private static final int COPIED_LEAST = 6;

    private final JdbcTemplate sql;
    private final Seals seals;
    private final AtomicLong written = new AtomicLong();

    Rows(JdbcTemplate sql, Seals seals) {
        this.sql = sql;
        this.seals = seals;
    }

    /// Reads the row that a result set stands at, and its key.
    public SealedRow read(ResultSet row) throws SQLException {
        var values = values(row);
        var read = new Row(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getInt(5),
                change(row),
                values,
                row.getString(8),
                row.getBytes(9));
        return new SealedRow(read, row.getInt(10), row.getBytes(11));
    }

    // Columns of a row can have been altered to what was never written.
    private static long[] values(ResultSet row) throws SQLException {
        if (!(row.getArray(7).getArray() instanceof Long[] index)) {
            throw damaged(row);
        }
        var values = new long[index.length];
        for (int at = 0; at < values.length; at++) {
            if (index[at] == null) {
                throw damaged(row);
            }
            values[at] = index[at];
        }
        return values;
    }

    private static Change change(ResultSet row) throws SQLException {
        var change = Change.of(row.getInt(6));
        if (change.isEmpty()) {
            throw damaged(row);
        }
        return change.get();
    }

    private static Refused damaged(ResultSet row) throws SQLException {
        return new Refused(new Problem.Damaged(row.getLong(2), row.getInt(5)));
    }

    /// Reads rows to change them: nobody else changes them until this transaction ends.
    public List<SealedRow> lock(Collection<Long> numbers) {
        PreparedStatementCreator statement = connection -> {
            var made = connection.prepareStatement(LOCK);
            made.setArray(1, connection.createArrayOf("int8", numbers.toArray()));
            return made;
        };
        return sql.query(statement, (row, _) -> read(row));
    }

    /// Adds the rows of new resources.
    public void insert(List<Row> rows) {
        sql.execute((Connection connection) -> {
            if (rows.size() < COPIED_LEAST) {
                insert(connection, rows);
            } else {
                RowCopy.copy(connection, rows);
            }
            return rows.size();
        });
        written.addAndGet(rows.size());
    }

    private static void insert(Connection connection, List<Row> rows) throws SQLException {
        try (var statement = connection.prepareStatement(INSERT)) {
            for (var row : rows) {
                statement.setLong(1, row.home());
                statement.setLong(2, row.number());
                statement.setLong(3, row.at());
                statement.setLong(4, row.present());
                statement.setInt(5, row.version());
                statement.setInt(6, row.change().number());
                statement.setArray(7, Bigints.of(connection, row.index()));
                statement.setString(8, row.ranges());
                statement.setBytes(9, row.body());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /// Puts new versions in the place of the ones before.
    /// @throws Refused when another writer was faster
    public void replace(List<Row> rows) {
        int done = sql.execute((Connection connection) -> {
            try (var statement = connection.prepareStatement(REPLACE)) {
                int count = 0;
                for (var row : rows) {
                    bind(connection, statement, row);
                    count += statement.executeUpdate();
                }
                return count;
            }
        });
        written.addAndGet(done);
        if (done != rows.size()) {
            throw new Refused(new Problem.Conflict("somebody else changed the resource meanwhile: read it again"));
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, Row row) throws SQLException {
        Check.that(row.version() > 1, "a version replaces the one before");
        statement.setLong(1, row.number());
        statement.setInt(2, row.version() - 1);
        statement.setLong(3, row.home());
        statement.setLong(4, row.at());
        statement.setLong(5, row.present());
        statement.setInt(6, row.version());
        statement.setInt(7, row.change().number());
        statement.setArray(8, Bigints.of(connection, row.index()));
        statement.setString(9, row.ranges());
        statement.setBytes(10, row.body());
        statement.setLong(11, row.number());
        statement.setInt(12, row.version() - 1);
    }

    /// How many rows this process has written, committed or not: it says whether there is anything to tidy up.
    public long written() {
        return written.get();
    }

    /// Opens a row.
    public Version open(SealedRow row) {
        return seals.open(row);
    }

    /// Opens rows, in their order.
    public List<Version> open(List<SealedRow> rows) {
        var opened = new ArrayList<Version>(rows.size());
        for (var row : rows) {
            opened.add(seals.open(row));
        }
        return opened;
    }
}
