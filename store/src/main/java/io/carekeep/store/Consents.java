package io.carekeep.store;

import io.carekeep.base.database.Writes;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.RowCallbackHandler;

/// Keeps what consents close and open together with the records that say so, inside the request's transaction.
///
/// Who first says something is the author of it, and it opens nothing to them; what a record said before keeps its
/// author for as long as the record still says it.
public final class Consents {

    /// Part of what decides whether stored records have to be gone through again.
    static final int VERSION = 2;

    private static final String SAID = """
            with said as (
                select *
                  from json_to_recordset(?::json) as each (
                       home bigint, source bigint, part integer, parent integer, word smallint, author bigint, low bigint,
                       high bigint, actors bigint[], purposes bigint, classes bigint[], data bigint[], labels bigint[])),
            """;
    private static final String INSERT = """
            insert into store.consent (
                   home, source, part, parent, word, author, low, high, actors, purposes, classes, data, labels)
            """;
    private static final String SAY = SAID + """
            known as (
                delete from store.consent
                 where source = any(?)
                returning *)
            """ + INSERT + """
            select home, source, part, parent, word,
                   coalesce(
                       (select min(known.author)
                          from known
                         where (known.source, known.home, known.word, known.low, known.high, known.purposes)
                             = (said.source, said.home, said.word, said.low, said.high, said.purposes)
                           and (known.actors, known.classes, known.data, known.labels)
                             = (said.actors, said.classes, said.data, said.labels)),
                       said.author),
                   low, high, actors, purposes, classes, data, labels
              from said""";
    // Under another key labels have other tokens, and whom a denial names is read better than it was. A version that a
    // writer replaces meanwhile is left to that writer.
    private static final String SAY_AGAIN = SAID + """
            current as (
                select c.number
                  from store.current c
                  join unnest(?, ?) as looked (number, version) on looked.number = c.number
                 where c.version = looked.version
                   for share of c),
            again as (
                update store.consent known
                   set labels = said.labels, actors = said.actors
                  from said
                 where (known.source, known.part, known.word) = (said.source, said.part, said.word)
                   and known.source in (select number from current))
            """ + INSERT + """
            select home, source, part, parent, word, author, low, high, actors, purposes, classes, data, labels
              from said
             where source in (select number from current)
               and not exists (select 1 from store.consent known where known.source = said.source)""";
    private static final String FORGET = """
            delete from store.consent
             where source = any(?)""";

    private static final String CLOSING = """
            select source, bool_or(%s) as named
              from store.consent
             where source = any(?)
               and word = 1
               and high >= ?
               and %s
               and home <> all(?)
             group by source""".formatted(Membership.names("actors"), Membership.means("actors"));

    private final JdbcTemplate sql;
    private final ZoneId zone;

    /// @param zone of dates that name no offset
    Consents(JdbcTemplate sql, ZoneId zone) {
        this.sql = sql;
        this.zone = zone;
    }

    /// Whether records of this type are consents.
    public static boolean isSaidBy(ResourceType type) {
        return type.equals(Provisions.CONSENT);
    }

    /// What some records say, each as one version of it does.
    public final class Sayings {

        private final List<String> sayings = new ArrayList<>();
        private final List<Long> sources = new ArrayList<>();
        private final List<Long> versions = new ArrayList<>();

        /// Adds what a record says; nothing when it is no consent.
        /// @param node its object in the document
        /// @param maker of its row
        /// @param author to whom it opens nothing, or [Care#NOBODY]
        public void add(
                Json doc,
                int node,
                long number,
                int version,
                IndexWriter.Targets targets,
                RowMaker maker,
                long author) {
            if (isSaidBy(Numbering.type(number))) {
                Provisions.of(doc, node, targets, maker::label, zone)
                        .forEach(each -> sayings.add(json(each, number, author)));
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

        /// Writes down what stored records say of which nothing is known yet, and labels by the key in force.
        public void saveMissing() {
            if (!sayings.isEmpty()) {
                sql.update(SAY_AGAIN, (PreparedStatementSetter) statement -> {
                    int next = bind(statement, 1);
                    statement.setArray(next, Bigints.of(statement.getConnection(), array(versions)));
                });
            }
        }

        private int bind(PreparedStatement statement, int first) throws SQLException {
            statement.setString(first, "[" + String.join(",", sayings) + "]");
            statement.setArray(first + 1, Bigints.of(statement.getConnection(), array(sources)));
            return first + 2;
        }
    }

    private static String json(Provisions.Provision said, long source, long author) {
        var narrow = said.narrow();
        return """
                {"home":%d,"source":%d,"part":%d,"parent":%d,"word":%d,"author":%d,"low":%d,"high":%d,"actors":%s,\
                "purposes":%d,"classes":%s,"data":%s,"labels":%s}""".formatted(
                        said.patient(),
                        source,
                        said.part(),
                        said.parent(),
                        said.word().number(),
                        author,
                        narrow.low(),
                        narrow.high(),
                        json(narrow.actors()),
                        narrow.purposes(),
                        json(narrow.classes()),
                        json(narrow.data()),
                        json(narrow.labels()));
    }

    private static String json(List<Long> numbers) {
        return numbers.stream().sorted().distinct().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    private static long[] array(Collection<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    public Sayings sayings() {
        return new Sayings();
    }

    /// Those of these consents that close records to some actors, now or later, each with whether it names them in
    /// person, and not a team or everybody.
    /// @param own patients whose own the consents may be
    public Map<Long, Boolean> closing(
            Collection<Long> sources, Collection<Long> actors, Collection<Long> own, long now) {
        PreparedStatementSetter values = statement -> {
            var connection = statement.getConnection();
            var mine = Bigints.of(connection, array(actors));
            statement.setArray(1, mine);
            statement.setArray(2, Bigints.of(connection, array(sources)));
            statement.setLong(3, now);
            statement.setArray(4, mine);
            statement.setArray(5, mine);
            statement.setArray(6, Bigints.of(connection, array(own)));
        };
        var closing = new HashMap<Long, Boolean>();
        sql.query(CLOSING, values, (RowCallbackHandler) row -> closing.put(row.getLong(1), row.getBoolean(2)));
        return closing;
    }

    /// Forgets what deleted records said.
    public void forget(Collection<Long> sources) {
        var said = saying(sources);
        if (said.length > 0) {
            sql.update(FORGET, (PreparedStatementSetter)
                    statement -> statement.setArray(1, Bigints.of(statement.getConnection(), said)));
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
