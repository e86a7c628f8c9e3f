package io.carekeep.store.find;

import io.carekeep.base.HandlesPhi;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.store.Numbering;
import io.carekeep.store.RowReader;
import io.carekeep.store.SealedRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds the rows that a plan describes, in an order, and opens those that only the record decides.
final class Matches {

    /// How many records one search may open to decide.
    static final int OPENED_MAX = 20_000;

    private static final int BATCH_MOST = 1_000;
    private static final int BATCH_LEAST = 50;
    private static final int BATCH_GROWTH = 4;

    private final Statements statements;
    private final RowReader rows;
    private final JsonParser parser;
    private final Crowds crowds = new Crowds();

    Matches(Statements statements, RowReader rows, JsonParser parser) {
        this.statements = statements;
        this.rows = rows;
        this.parser = parser;
    }

    /// A match and the values or texts of the order's keys.
    record Match(SealedRow row, List<Long> keys, List<String> texts) {

        Mark mark() {
            return new Mark(keys, texts, row.number());
        }
    }

    /// Takes matches one by one.
    interface Taker {
        /// @param doc the opened record, or null when it wasn't needed to decide
        void take(SealedRow row, @Nullable Json doc);
    }

    /// The first matches after a mark.
    List<Match> page(ResourceType type, Plan plan, Order order, @Nullable Mark after, int most) {
        long window = plan.exact() && Crowds.form(plan, order) ? crowds.window(plan, most) : 0;
        if (window > 0 && window <= Crowds.WALKED_MAX) {
            var near = walk(type, plan, after, window, most);
            if (near.size() == most) {
                return near;
            }
            crowds.forget(plan, most);
        }
        return sought(type, plan, order, after, most);
    }

    // The first matches among so many rows.
    private List<Match> walk(ResourceType type, Plan plan, @Nullable Mark after, long window, int most) {
        return statements.rows(Crowds.walked(plan, Mark.first(type, after), window, most)).stream()
                .map(row -> new Match(row, List.of(), List.of()))
                .toList();
    }

    private List<Match> sought(ResourceType type, Plan plan, Order order, @Nullable Mark after, int most) {
        var found = new ArrayList<Match>();
        Mark from = after;
        int opened = 0;
        int batch = plan.exact() ? most : Math.clamp(most * 2L, BATCH_LEAST, BATCH_MOST);
        while (true) {
            var candidates = candidates(type, plan, order, from, batch);
            for (var candidate : candidates) {
                var record = new Opening(candidate.match().row());
                if (plan.matches(candidate.facts(), record)) {
                    found.add(candidate.match());
                    if (found.size() == most) {
                        return found;
                    }
                }
                opened += record.isOpen() ? 1 : 0;
            }
            if (candidates.size() < batch) {
                return found;
            }
            limit(opened);
            from = candidates.getLast().match().mark();
            batch = Math.min(BATCH_GROWTH * batch, BATCH_MOST);
        }
    }

    private static void limit(int opened) {
        if (opened >= OPENED_MAX) {
            throw new Refused(new Problem.TooCostly("opened-records", OPENED_MAX));
        }
    }

    /// A record that is opened when somebody asks for it, and once.
    private final class Opening implements Supplier<Json> {

        private final SealedRow row;
        private @Nullable Json doc;

        Opening(SealedRow row) {
            this.row = row;
        }

        @Override
        public Json get() {
            var open = doc == null ? doc(row) : doc;
            doc = open;
            return open;
        }

        boolean isOpen() {
            return doc != null;
        }
    }

    private record Candidate(Match match, boolean[] facts) {}

    private List<Candidate> candidates(ResourceType type, Plan plan, Order order, @Nullable Mark after, int most) {
        if (!Crowds.form(plan, order)) {
            return candidates(type, plan, order, after, most, 0);
        }
        long window = crowds.window(plan, most);
        if (window > 0) {
            var near = candidates(type, plan, order, after, most, window);
            if (near.size() == most) {
                return near;
            }
            crowds.forget(plan, most);
        }
        var found = candidates(type, plan, order, after, most, 0);
        if (found.size() == most) {
            crowds.learn(plan, most, found.getLast().match().row().number() - Mark.first(type, after));
        }
        return found;
    }

    // With a window only those whose numbers reach no further: PostgreSQL takes the rows that both the index and the
    // span
    // of numbers name, and looks at no others.
    private List<Candidate> candidates(
            ResourceType type, Plan plan, Order order, @Nullable Mark after, int most, long window) {
        boolean walked = !plan.anchored() && order.size() == 0;
        var sql = new Sql().add("select ").add(RowReader.COLUMNS);
        order.columns(sql);
        sql.add(plan.facts()).add(" from (select * from store.current c where ").add(plan.condition());
        if (after != null) {
            sql.add(" and ");
            order.after(after, walked, sql);
        }
        if (window > 0) {
            long first = Mark.first(type, after);
            sql.add(" and c.number between ").number(first).add(" and ").number(first + window);
        }
        if (walked) {
            sql.add(" and c.number between ").number(Numbering.first(type));
            sql.add(" and ").number(Numbering.last(type));
        }
        order.orderBy(walked, sql);
        sql.add(" limit ").number(most).add(") c left join store.home h on h.home = c.home");
        order.orderBy(walked, sql);
        int keys = order.size();
        return statements.query(sql, (row, _) -> {
            var values = new ArrayList<Long>(keys);
            for (int at = 0; at < keys; at++) {
                values.add(row.getLong(RowReader.COLUMN_COUNT + 1 + at));
            }
            return new Candidate(
                    new Match(rows.read(row), values, List.of()), facts(plan, row, RowReader.COLUMN_COUNT + 1 + keys));
        });
    }

    private static boolean[] facts(Plan plan, ResultSet row, int first) throws SQLException {
        var facts = new boolean[plan.factCount()];
        for (int at = 0; at < facts.length; at++) {
            facts[at] = row.getBoolean(first + at);
        }
        return facts;
    }

    /// The row that a result set stands at, its facts behind it, if it is a match.
    Optional<SealedRow> decided(Plan plan, ResultSet row) throws SQLException {
        var read = rows.read(row);
        boolean match = plan.matches(facts(plan, row, RowReader.COLUMN_COUNT + 1), new Opening(read));
        return match ? Optional.of(read) : Optional.empty();
    }

    /// Hands over every match; at most as many as named, else refuses.
    void all(ResourceType type, Plan plan, String limit, int most, Taker taker) {
        Mark from = null;
        int taken = 0;
        int opened = 0;
        while (true) {
            var candidates = candidates(type, plan, Order.BY_NUMBER, from, BATCH_MOST);
            for (var candidate : candidates) {
                var row = candidate.match().row();
                var record = new Opening(row);
                if (plan.matches(candidate.facts(), record)) {
                    if (++taken > most) {
                        throw new Refused(new Problem.TooCostly(limit, most));
                    }
                    taker.take(row, record.doc);
                }
                opened += record.isOpen() ? 1 : 0;
            }
            if (candidates.size() < BATCH_MOST) {
                return;
            }
            limit(opened);
            from = candidates.getLast().match().mark();
        }
    }

    Compartment compartment() {
        return new Compartment(statements);
    }

    /// Those of these numbers whose rows are like this.
    List<Long> numbers(long[] among, Sql condition) {
        var sql = new Sql()
                .add("select c.number from store.current c where c.number = any(")
                .numbers(among);
        return statements.query(sql.add(") and (").add(condition).add(")"), (row, _) -> row.getLong(1));
    }

    /// For each token, by its place, the first matches that have it.
    Map<Integer, List<SealedRow>> byToken(Plan plan, long[] tokens, int most) {
        var found = new HashMap<Integer, List<SealedRow>>();
        if (tokens.length == 0) {
            return found;
        }
        var sql = new Sql()
                .add("select ")
                .add(RowReader.COLUMNS)
                .add(plan.facts())
                .add(", c.place from (select c.*, t.place from unnest(");
        sql.numbers(tokens)
                .add(") with ordinality t (token, place) cross join lateral (select * from store.current c")
                .add(" where c.index @> array[t.token] and ");
        sql.add(plan.condition()).add(" limit ").number(most);
        sql.add(") c) c left join store.home h on h.home = c.home");
        int place = RowReader.COLUMN_COUNT + plan.factCount() + 1;
        statements.query(sql, (row, _) -> {
            var match = decided(plan, row);
            int at = row.getInt(place) - 1;
            match.ifPresent(
                    each -> found.computeIfAbsent(at, _ -> new ArrayList<>()).add(each));
            return match;
        });
        return found;
    }

    /// Counts them.
    Totals totals() {
        return new Totals(this, statements);
    }

    /// Opens and parses a record.
    @HandlesPhi(why = "decides on the record whether it is a match")
    Json doc(SealedRow row) {
        return parser.parse(rows.open(row).json().reveal());
    }
}
