package io.carekeep.store.upkeep;

import io.carekeep.base.Refused;
import io.carekeep.base.database.Database;
import io.carekeep.store.RowReader;
import io.carekeep.store.SealedRow;
import io.carekeep.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads the rows of a span of numbers, some at a time.
final class RowScan {

    /// How many rows are read at a time.
    static final int ROWS_MAX = 200;

    // Whatever the bodies weigh, no more than this and one body more are in memory.
    private static final int BYTES_MAX = 4 * 1024 * 1024;

    private static final String SOME = "select " + RowReader.COLUMNS + """

              from (select s.*, sum(octet_length(s.body)) over (order by s.number, s.version)
                                - octet_length(s.body) as before
                      from (select *
                              from %s
                             where number between ? and ?
                               and (number, version) > (?, ?)
                             order by number, version
                             limit ?) s) c
              left join store.home h on h.home = c.home
             where c.before < ?
             order by c.number, c.version
            """;
    private static final String CURRENT = SOME.formatted("store.current");
    private static final String VERSIONS = SOME.formatted("store.version");
    private static final String WINDOW_END = """
            select number
              from store.current
             where number > :after
             order by number
            offset :rows
             limit 1
            """;
    private static final String ERASED = """
            select exists (select 1 from store.tombstone where home = :home)
            """;

    private final JdbcTemplate rows;
    private final JdbcClient sql;
    private final RowReader reader;
    private final int most;

    RowScan(Store store, Database database) {
        this(store, database, ROWS_MAX);
    }

    /// @param most rows at a time
    RowScan(Store store, Database database, int most) {
        this.most = most;
        this.rows = new JdbcTemplate(database.app());
        this.sql = database.sql();
        this.reader = store.reader();
    }

    /// A row, or only where it stands when it can't even be read.
    record Found(long number, int version, Optional<SealedRow> row) {}

    /// The next current rows after a version.
    List<Found> current(long from, long to, long number, int version) {
        return some(CURRENT, from, to, number, version);
    }

    /// The next rows of older versions after a version.
    List<Found> versions(long from, long to, long number, int version) {
        return some(VERSIONS, from, to, number, version);
    }

    private List<Found> some(String statement, Object from, Object to, Object number, Object version) {
        return rows.query(statement, (row, _) -> found(row), from, to, number, version, most, BYTES_MAX);
    }

    private Found found(ResultSet row) throws SQLException {
        long number = row.getLong(2);
        int version = row.getInt(5);
        try {
            return new Found(number, version, Optional.of(reader.read(row)));
        } catch (Refused _) {
            return new Found(number, version, Optional.empty());
        }
    }

    /// The number at which so many rows after another end; empty when there are not so many.
    Optional<Long> windowEnd(long after, int count) {
        return sql.sql(WINDOW_END)
                .param("after", after)
                .param("rows", count)
                .query(Long.class)
                .optional();
    }

    /// Whether a home was erased.
    boolean erased(long home) {
        return sql.sql(ERASED).param("home", home).query(Boolean.class).single();
    }
}
