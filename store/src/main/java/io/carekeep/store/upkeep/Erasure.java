package io.carekeep.store.upkeep;

import io.carekeep.access.Permit;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.base.database.Database;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.store.Bigints;
import io.carekeep.store.Numbering;
import io.carekeep.store.Store;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Erases a patient: everything whose home the patient is becomes unreadable, here at once, and in every copy when the
/// epoch that wrapped the key ends ([Rewrap]).
///
/// Codings stay in the vocabulary: a code and its display, shared by all who have it, say nothing about one of them.
/// What an element without a search parameter says of the patient in somebody else's record is not found by numbers, so
/// it isn't listed.
public final class Erasure {

    /// How many referring versions are listed.
    public static final int LISTED_MAX = 10_000;

    // The row of the key is what writers hold on to: once it is deleted, none of them is in this home.
    private static final String LOCK_OUT = """
            delete from store.home
             where home = :home
            returning epoch
            """;
    private static final String IS_ERASED = """
            select exists (select 1 from store.tombstone where home = :home)
            """;
    private static final String MARK = """
            insert into store.tombstone (home, at, epoch)
            values (:home, :at, :epoch)
            """;
    // Deleted resources have an empty index, but each has an older version.
    private static final String DELETE_CURRENT = """
            delete from store.current
             where home = ?
               and (index @> array[?]
                    or number = any(array(select number from store.version where home = ?)))
            returning number, version
            """;
    private static final String DELETE_VERSIONS = """
            delete from store.version
             where home = ?
            returning number, version
            """;
    // Versions of a record that had moved on to another home before.
    private static final String NOTE_VERSIONS = """
            insert into store.erased (number, version)
            select v.number, v.version
              from store.version v
              join store.current c on c.number = v.number
             where v.home = :home
                on conflict do nothing
            """;
    private static final String DELETE_CARE = """
            delete from store.care
             where home = :home
                or source = any(:numbers)
            """;
    private static final String DELETE_CONSENTS = """
            delete from store.consent
             where home = :home
                or source = any(:numbers)
            """;
    private static final String DELETE_NAMES = """
            delete from store.name
             where number = any(:numbers)
            """;
    private static final String REFERRING = """
            select number, version
              from store.current
             where index && ?
             union all
            select number, version
              from store.version
             where index && ?
             limit ?
            """;

    private final Store store;
    private final JdbcClient sql;
    private final JdbcTemplate rows;
    private final Clock clock;

    public Erasure(Store store, Database database, Clock clock) {
        this.store = store;
        this.sql = database.sql();
        this.rows = new JdbcTemplate(database.app());
        this.clock = clock;
    }

    /// Erases the patient with this id. Inside the gate's transaction.
    /// @throws Refused when there is none
    public Erased erase(Permit permit, ResourceKey key) {
        long home = store.names().find(key).orElseThrow(() -> missing(key));
        var work = new Work(permit, home);
        work.deleteRows();
        var epoch = lockOut(home);
        if (epoch.isEmpty() && !isErased(home)) {
            throw missing(key);
        }
        // What a writer committed while we waited for it.
        work.deleteRows();
        work.deleteNames();
        epoch.ifPresent(each -> mark(home, each));
        permit.trail().erased(home, 0);
        return work.erased();
    }

    private static Refused missing(ResourceKey key) {
        return new Refused(new Problem.Missing(key.type().name()));
    }

    private Optional<Integer> lockOut(long home) {
        return sql.sql(LOCK_OUT).param("home", home).query(Integer.class).optional();
    }

    private boolean isErased(long home) {
        return sql.sql(IS_ERASED).param("home", home).query(Boolean.class).single();
    }

    private void mark(long home, int epoch) {
        sql.sql(MARK)
                .param("home", home)
                .param("at", clock.millis())
                .param("epoch", epoch)
                .update();
    }

    /// One erasure.
    private final class Work {

        private final Permit permit;
        private final long home;
        private final TreeSet<Long> numbers = new TreeSet<>();
        private long deleted;

        Work(Permit permit, long home) {
            this.permit = permit;
            this.home = home;
            numbers.add(home);
        }

        void deleteRows() {
            delete(DELETE_CURRENT, true, home, Numbering.compartment(home), home);
            sql.sql(NOTE_VERSIONS).param("home", home).update();
            delete(DELETE_VERSIONS, false, home);
        }

        private void delete(String statement, boolean named, Object... values) {
            rows.query(
                    statement,
                    row -> {
                        long number = row.getLong(1);
                        deleted++;
                        permit.trail().erased(number, row.getInt(2));
                        if (named) {
                            numbers.add(number);
                        }
                    },
                    values);
        }

        // A record that moved on to another patient keeps its name.
        void deleteNames() {
            sql.sql(DELETE_NAMES).param("numbers", numbers.toArray(Long[]::new)).update();
            for (var statement : List.of(DELETE_CARE, DELETE_CONSENTS)) {
                sql.sql(statement)
                        .param("home", home)
                        .param("numbers", numbers.toArray(Long[]::new))
                        .update();
            }
        }

        Erased erased() {
            var found = new ArrayList<Erased.Referring>();
            PreparedStatementSetter values = statement -> {
                var references = references(statement.getConnection());
                statement.setArray(1, references);
                statement.setArray(2, references);
                statement.setInt(3, LISTED_MAX + 1);
            };
            rows.query(REFERRING, values, row -> {
                found.add(new Erased.Referring(row.getLong(1), row.getInt(2)));
            });
            boolean more = found.size() > LISTED_MAX;
            List<Erased.Referring> listed = more ? found.subList(0, LISTED_MAX) : found;
            return new Erased(deleted, listed, more);
        }

        private Array references(Connection connection) throws SQLException {
            return Bigints.of(connection, Numbering.references(home));
        }
    }
}
