package io.carekeep.store;

import io.carekeep.base.database.Writes;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;

/// Keeps who is bound to which patient together with the records that say so, inside the request's transaction.
///
/// Who first says that somebody is bound, or for longer than was said before, is the author of it, and is not bound by
/// it. What a record said before keeps its author for as long as the record still says it.
public final class Care {

    /// The author of what binds everybody whom it names.
    public static final long NOBODY = 0;

    /// Part of what decides whether stored records have to be gone through again.
    static final int VERSION = 1;

    private static final String SAID = """
            with said as (
                select home, bond::smallint, actor, source, low, high, author
                  from unnest(?, ?, ?, ?, ?, ?, ?) as each (home, bond, actor, source, low, high, author)),
            """;
    private static final String SAY = SAID + """
            known as (
                delete from store.care
                 where source = any(?)
                returning home, bond, actor, source, low, high, author)
            insert into store.care (home, bond, actor, source, low, high, author)
            select home, bond, actor, source, greatest(known.low, said.low), least(known.high, said.high), known.author
              from known
              join said using (home, bond, actor, source)
             where greatest(known.low, said.low) <= least(known.high, said.high)
             union
            select home, bond, actor, source, low, high, author
              from said
             where not exists (
                select 1
                  from known
                 where (known.home, known.bond, known.actor, known.source)
                     = (said.home, said.bond, said.actor, said.source)
                   and known.low <= said.low
                   and known.high >= said.high)""";
    // A version that a writer replaces meanwhile is left to that writer.
    private static final String SAY_AGAIN = SAID + """
            current as (
                select c.number
                  from store.current c
                  join unnest(?, ?) as looked (number, version) on looked.number = c.number
                 where c.version = looked.version
                   for share of c)
            insert into store.care (home, bond, actor, source, low, high, author)
            select home, bond, actor, source, low, high, author
              from said
             where source in (select number from current)
               and not exists (select 1 from store.care known where known.source = said.source)""";
    private static final String FORGET = """
            delete from store.care
             where source = any(?)""";

    private final JdbcTemplate sql;
    private final ZoneId zone;

    /// @param zone of dates that name no offset
    Care(JdbcTemplate sql, ZoneId zone) {
        this.sql = sql;
        this.zone = zone;
    }

    /// Whether records of this type may say that somebody is bound to a patient.
    public static boolean isSaidBy(ResourceType type) {
        return Relationships.isSaidBy(type);
    }

    /// What some records say, each as one version of it does.
    public final class Sayings {

        private record Saying(Relationship relationship, long source, long author) {}

        private final List<Saying> sayings = new ArrayList<>();
        private final List<Long> sources = new ArrayList<>();
        private final List<Long> versions = new ArrayList<>();

        /// Adds what a record says; nothing when none of its type says anything of it.
        /// @param node its object in the document
        /// @param author who is not bound by it, or [#NOBODY]
        public void add(
                Json doc,
                int node,
                ResourceType type,
                long number,
                int version,
                IndexWriter.Targets targets,
                long author) {
            if (!isSaidBy(type)) {
                return;
            }
            var said = Relationships.of(doc, node, type, number, targets, zone);
            said.forEach(each -> sayings.add(new Saying(each, number, author)));
            if (version > 1 || !said.isEmpty()) {
                sources.add(number);
                versions.add((long) version);
            }
        }

        public boolean isEmpty() {
            return sources.isEmpty();
        }

        /// Writes it down in place of what the versions before said.
        public void save() {
            if (!isEmpty()) {
                sql.update(SAY, (PreparedStatementSetter) statement -> bind(statement, 1));
            }
        }

        /// The same together with the commit.
        public void save(Writes.Last last) {
            if (!isEmpty()) {
                last.add(SAY, this::bind);
            }
        }

        /// Writes down what stored records say of which nothing is known yet.
        public void saveMissing() {
            if (!sayings.isEmpty()) {
                sql.update(SAY_AGAIN, (PreparedStatementSetter) statement -> {
                    int next = bind(statement, 1);
                    statement.setArray(next, Bigints.of(statement.getConnection(), array(versions)));
                });
            }
        }

        private int bind(PreparedStatement statement, int first) throws SQLException {
            var connection = statement.getConnection();
            int at = first;
            column(statement, at++, each -> each.relationship().patient());
            column(statement, at++, each -> each.relationship().bond().number());
            column(statement, at++, each -> each.relationship().actor());
            column(statement, at++, Saying::source);
            column(statement, at++, each -> each.relationship().low());
            column(statement, at++, each -> each.relationship().high());
            column(statement, at++, Saying::author);
            statement.setArray(at++, Bigints.of(connection, array(sources)));
            return at;
        }

        private void column(PreparedStatement statement, int at, ToLongFunction<Saying> value) throws SQLException {
            var values = sayings.stream().mapToLong(value).toArray();
            statement.setArray(at, Bigints.of(statement.getConnection(), values));
        }
    }

    private static long[] array(Collection<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    public Sayings sayings() {
        return new Sayings();
    }

    /// Forgets what deleted records said.
    public void forget(Collection<Long> sources) {
        var said = saying(sources);
        if (said.length > 0) {
            sql.execute((Connection connection) -> {
                try (var statement = connection.prepareStatement(FORGET)) {
                    statement.setArray(1, Bigints.of(connection, said));
                    return statement.executeUpdate();
                }
            });
        }
    }

    /// The same together with the commit.
    public void forget(Collection<Long> sources, Writes.Last last) {
        var said = saying(sources);
        if (said.length > 0) {
            last.add(FORGET, (statement, first) -> {
                statement.setArray(first, Bigints.of(statement.getConnection(), said));
                return first + 1;
            });
        }
    }

    private static long[] saying(Collection<Long> sources) {
        return sources.stream()
                .mapToLong(Long::longValue)
                .filter(number -> isSaidBy(Numbering.type(number)))
                .toArray();
    }
}
