package io.carekeep.store;

import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.base.database.Writes;
import java.sql.Connection;
import java.sql.PreparedStatement;
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

    private static final String INSERT = """
            insert into store.current (home, number, at, present, version, state, index, ranges, body)
            values (?, ?, ?, ?, ?, ?, ?, ?::int8multirange, ?)""";
    private static final String REPLACE = """
            with replaced as (
                insert into store.version
                select * from store.current where number = ? and version = ?)
            update store.current
               set home = ?, at = ?, present = ?, version = ?, state = ?, index = ?, ranges = ?::int8multirange,
                   body = ?
             where number = ?
               and version = ?""";
    private static final String AGAIN = """
            update %s
               set present = ?, index = ?, ranges = ?::int8multirange, body = ?
             where number = ?
               and version = ?
            """;
    private static final String CURRENT_AGAIN = AGAIN.formatted("store.current");
    private static final String OLDER_AGAIN = AGAIN.formatted("store.version");
    private static final String LOCK = """
            with c as (
                select *
                  from store.current
                 where number = any(?)
                 order by number
                   for update),
            h as (
                select home, epoch, wrapped
                  from store.home
                 where home in (select home from c)
                   and not exists (select 1 from store.tombstone where tombstone.home = home.home)
                 order by home
                   for key share)
            select\s""" + RowReader.COLUMNS + """
            , (select step from store.indexing) as step
              from c
              left join h on h.home = c.home
            """;
    // A row whose home is not there, or that moved to another home while this waited, is left to the statement above.
    private static final String LOCK_ONE = """
            select\s""" + RowReader.COLUMNS + """
            , (select step from store.indexing) as step
              from store.current c
              join store.home h on h.home = c.home
             where c.number = ?
               and not exists (select 1 from store.tombstone where tombstone.home = h.home)
               for update of c
               for key share of h
            """;
    // Below this, a COPY costs more than it saves.
    private static final int COPIED_LEAST = 6;

    private final JdbcTemplate sql;
    private final RowReader reader;
    private final AtomicLong written = new AtomicLong();

    Rows(JdbcTemplate sql, RowReader reader) {
        this.sql = sql;
        this.reader = reader;
    }

    /// Reads rows to change them: until this transaction ends nobody else changes them, and nobody erases their homes.
    public List<SealedRow> lock(Collection<Long> numbers) {
        if (numbers.size() == 1) {
            long number = numbers.iterator().next();
            var one = sql.query(LOCK_ONE, (row, _) -> reader.read(row, row.getInt("step")), number);
            if (!one.isEmpty()) {
                return one;
            }
        }
        PreparedStatementCreator statement = connection -> {
            var made = connection.prepareStatement(LOCK);
            made.setArray(1, connection.createArrayOf("int8", numbers.toArray()));
            return made;
        };
        return sql.query(statement, (row, _) -> reader.read(row, row.getInt("step")));
    }

    /// Adds the rows of new resources.
    public void insert(List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
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
                bindNew(statement, 1, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static int bindNew(PreparedStatement statement, int first, Row row) throws SQLException {
        statement.setLong(first, row.home());
        statement.setLong(first + 1, row.number());
        return bindRest(statement, first + 2, row);
    }

    private static int bindRest(PreparedStatement statement, int first, Row row) throws SQLException {
        statement.setLong(first, row.at());
        statement.setLong(first + 1, row.present());
        statement.setInt(first + 2, row.version());
        statement.setInt(first + 3, row.change().number());
        statement.setArray(first + 4, Bigints.of(statement.getConnection(), row.index()));
        statement.setString(first + 5, row.ranges());
        statement.setBytes(first + 6, row.body());
        return first + 7;
    }

    /// Writes one row together with the commit. A row that it replaces is locked.
    public void put(Writes.Last last, Row row) {
        if (row.version() == 1) {
            last.add(INSERT, (statement, first) -> bindNew(statement, first, row));
        } else {
            last.add(REPLACE, (statement, first) -> bind(statement, first, row));
        }
        written.incrementAndGet();
    }

    /// Puts new versions in the place of the ones before.
    /// @throws Refused when another writer was faster
    public void replace(List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        int done = sql.execute((Connection connection) -> {
            try (var statement = connection.prepareStatement(REPLACE)) {
                int count = 0;
                for (var row : rows) {
                    bind(statement, 1, row);
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

    private static int bind(PreparedStatement statement, int first, Row row) throws SQLException {
        Check.that(row.version() > 1, "a version replaces the one before");
        statement.setLong(first, row.number());
        statement.setInt(first + 1, row.version() - 1);
        statement.setLong(first + 2, row.home());
        int next = bindRest(statement, first + 3, row);
        statement.setLong(next, row.number());
        statement.setInt(next + 1, row.version() - 1);
        return next + 2;
    }

    /// Puts current versions that were sealed again in the place of themselves, and returns those that still are
    /// current.
    public List<Row> currentAgain(List<Row> rows) {
        return again(CURRENT_AGAIN, rows);
    }

    /// The same with older versions, and those that are still there.
    public List<Row> olderAgain(List<Row> rows) {
        return again(OLDER_AGAIN, rows);
    }

    private List<Row> again(String statement, List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        var done = sql.batchUpdate(statement, rows, rows.size(), (prepared, row) -> {
            prepared.setLong(1, row.present());
            prepared.setArray(2, Bigints.of(prepared.getConnection(), row.index()));
            prepared.setString(3, row.ranges());
            prepared.setBytes(4, row.body());
            prepared.setLong(5, row.number());
            prepared.setInt(6, row.version());
        })[0];
        written.addAndGet(rows.size());
        var there = new ArrayList<Row>();
        for (int at = 0; at < done.length; at++) {
            if (done[at] > 0) {
                there.add(rows.get(at));
            }
        }
        return there;
    }

    /// How many rows this process has written, committed or not: it says whether there is anything to tidy up.
    public long written() {
        return written.get();
    }
}
