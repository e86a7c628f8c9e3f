package io.carekeep.store;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.vault.Sealer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/// Reads rows and opens them. A large body stays in the database until it is opened, so that a page of rows is small
/// whatever the resources weigh.
public final class RowReader {

    private static final String KEY_AND_SIZE = ", h.epoch, h.wrapped, octet_length(c.body) as size";
    private static final String BESIDE_BODY =
            "c.home, c.number, c.at, c.present, c.version, c.state, c.index, c.ranges";

    /// The columns of a row under the alias `c` and of its home's key under `h`, as [#read] takes them. Of a large body
    /// they have the digest.
    public static final String COLUMNS = BESIDE_BODY + ", case when octet_length(c.body) > " + Room.LARGE
            + " then substr(c.body, octet_length(c.body) - " + (Sealer.DIGEST - 1) + ") else c.body end as body"
            + KEY_AND_SIZE;

    /// How many columns those are.
    public static final int COLUMN_COUNT = 12;

    private static final String WHOLE = "select " + BESIDE_BODY + ", c.body" + KEY_AND_SIZE + """

              from (select * from store.current where number = ? and version = ?
                     union all
                    select * from store.version where number = ? and version = ?) c
              left join store.home h on h.home = c.home
            """;

    /// How many bytes of resources a page has, unless one alone is longer.
    public static final int PAGE_BYTES = 16 * 1024 * 1024;

    /// How many bytes the answer to a bundle has before nothing more is read for it.
    public static final int ANSWER_BYTES = 4 * PAGE_BYTES;

    // A body is in memory as it was stored, whole, and as a part of an answer; a sealed one also sealed and packed, and
    // its longer forms are not known yet.
    private static final long COPIES = 4;
    private static final long COPIES_SEALED = 7;
    private final JdbcTemplate sql;
    private final Seals seals;
    private final Room room;

    RowReader(JdbcTemplate sql, Seals seals, Room room) {
        this.sql = sql;
        this.seals = seals;
        this.room = room;
    }

    /// Reads the row that a result set stands at, and its key.
    public SealedRow read(ResultSet row) throws SQLException {
        return read(row, SealedRow.UNASKED);
    }

    SealedRow read(ResultSet row, int step) throws SQLException {
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
        return new SealedRow(read, row.getInt(10), row.getBytes(11), row.getInt(12), step);
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

    /// Opens a row.
    public Version open(SealedRow row) {
        return seals.open(whole(row));
    }

    /// The row with its body. It is read once more when that was left, as it may have been sealed anew meanwhile.
    public SealedRow whole(SealedRow row) {
        if (row.isWhole()) {
            return row;
        }
        room.hold(COPIES_SEALED * row.size());
        int version = row.row().version();
        var found = sql.query(WHOLE, (each, _) -> read(each, row.step()), row.number(), version, row.number(), version);
        if (found.isEmpty()) {
            throw new Refused(new Problem.Damaged(row.number(), version));
        }
        return found.getFirst();
    }

    /// Opens rows, in their order, until they are as much as a page should hold: at least one, perhaps not all.
    public List<Version> openPage(List<SealedRow> rows) {
        var opened = new ArrayList<Version>(rows.size());
        long bytes = 0;
        long held = Room.LARGE;
        for (var row : rows) {
            var version = open(row);
            bytes += version.length();
            if (bytes > PAGE_BYTES && !opened.isEmpty()) {
                return opened;
            }
            if (bytes > held) {
                held = 2 * bytes;
                room.hold(COPIES * held);
            }
            opened.add(version);
        }
        return opened;
    }
}
