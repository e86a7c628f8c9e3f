package io.carekeep.store.find;

import io.carekeep.access.Permit;
import io.carekeep.access.Trail;
import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import org.springframework.jdbc.core.JdbcTemplate;

/// Tells a version that was taken away from one that never was.
///
/// Versions have no gaps, so an older one that is missing is known at once. A newest one that was taken away, the one
/// before put in its place, is known by its audit entry; the entries since then are searched, up to a limit. What lies
/// further back is found by the scrub.
final class Removals {

    private enum Event {
        VERSION_REMOVED
    }

    private static final EventLog LOG = new EventLog(Removals.class);

    /// How many audit entries one request may search.
    static final int SEARCHED_MAX = 1_000;

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
        if (known.newest() == 0 || known.there() || known.erased() || version < 1) {
            return;
        }
        if (version < known.newest() || !known.current() || audited(permit, number, known)) {
            throw removed(number, version);
        }
    }

    private static boolean audited(Permit permit, long number, Known known) {
        var newer = new boolean[1];
        permit.past().changes(known.at(), SEARCHED_MAX, line -> {
            if (line instanceof Trail.Line.Changed changed) {
                newer[0] |= changed.number() == number && changed.version() > known.newest();
            }
        });
        return newer[0];
    }

    private static Refused removed(long number, int version) {
        LOG.error(
                Event.VERSION_REMOVED,
                new LogField.Surrogate("number", number),
                new LogField.Count("version", version));
        return new Refused(new Problem.Damaged(number, version));
    }
}
