package io.carekeep.store.find;

import io.carekeep.access.Permit;
import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.store.SealedRow;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/// Tells a version that was taken away from one that never was.
///
/// Versions have no gaps, so an older one that is missing is known at once. A newest one that was taken away, the one
/// before put in its place, is known by its audit entry.
final class Removals {

    private enum Event {
        VERSION_REMOVED
    }

    private static final EventLog LOG = new EventLog(Removals.class);

    private static final String KNOWN = """
            select coalesce(max(version), 0), coalesce(max(at), 0), coalesce(bool_or(version = ?), false),
                   coalesce(bool_or(newest), false),
                   exists (select 1 from store.erased where number = ? and version = ?)
              from (select version, at, true as newest from store.current where number = ?
                     union all
                    select version, at, false from store.version where number = ?) as known
            """;

    private final JdbcTemplate sql;

    Removals(JdbcTemplate sql) {
        this.sql = sql;
    }

    /// What the rows tell of a resource.
    /// @param newest its newest version, or 0
    /// @param at when that was made
    /// @param there whether the version asked for is there, seen or not
    /// @param current whether it has a current row
    /// @param erased whether the version asked for was erased
    private record Known(int newest, long at, boolean there, boolean current, boolean erased) {}

    private Known known(long number, int version) {
        var known = sql.query(
                KNOWN,
                (row, _) -> new Known(
                        row.getInt(1), row.getLong(2), row.getBoolean(3), row.getBoolean(4), row.getBoolean(5)),
                version,
                number,
                version,
                number,
                number);
        return known.getFirst();
    }

    /// A resource was not found.
    /// @throws Refused when its current row was taken away
    void check(long number) {
        var known = known(number, 0);
        if (known.newest() > 0 && !known.current()) {
            throw removed(number, known.newest() + 1);
        }
    }

    /// A version was not found.
    /// @throws Refused when it was taken away
    void check(Permit permit, long number, int version) {
        var known = known(number, version);
        // Asked in any case: how long it takes must not tell whether there is a record that the caller doesn't see.
        boolean newer = audited(permit, number, known);
        if (known.newest() == 0 || known.there() || known.erased() || version < 1) {
            return;
        }
        if (version < known.newest() || !known.current() || newer) {
            throw removed(number, version);
        }
    }

    private static boolean audited(Permit permit, long number, Known known) {
        return permit.past().newest(List.of(number), known.at()).getOrDefault(number, 0) > known.newest();
    }

    /// Rows are about to be shown as the current ones.
    /// @throws Refused when the log knows of a newer version of one
    void check(Permit permit, List<SealedRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        long since = rows.stream().mapToLong(row -> row.row().at()).min().orElseThrow();
        var newest = permit.past().newest(rows.stream().map(SealedRow::number).toList(), since);
        for (var row : rows) {
            int made = newest.getOrDefault(row.number(), 0);
            // Somebody may have written since the row was read: then the newer version is there now.
            if (made > row.row().version() && made > known(row.number(), made).newest()) {
                throw removed(row.number(), made);
            }
        }
    }

    private static Refused removed(long number, int version) {
        LOG.error(
                Event.VERSION_REMOVED,
                new LogField.Surrogate("number", number),
                new LogField.Count("version", version));
        return new Refused(new Problem.Damaged(number, version));
    }
}
