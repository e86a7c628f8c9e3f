package io.carekeep.store.find;

import io.carekeep.access.Permit;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.store.Change;
import io.carekeep.store.Names;
import io.carekeep.store.ReadResult;
import io.carekeep.store.RowReader;
import io.carekeep.store.SealedRow;
import io.carekeep.vault.PageSeal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads resources and their versions. What the permit does not open is as if it were not there.
public final class ResourceStore {

    private static final String CURRENT = "store.current";
    private static final String VERSION = "store.version";

    private final Matches matches;
    private final Statements statements;
    private final Lookup lookup;
    private final Names names;
    private final PageSeal pages;
    private final Removals removals;
    private final Showing showing;

    ResourceStore(
            Matches matches,
            Statements statements,
            Lookup lookup,
            Names names,
            PageSeal pages,
            Removals removals,
            Showing showing) {
        this.matches = matches;
        this.statements = statements;
        this.lookup = lookup;
        this.names = names;
        this.pages = pages;
        this.removals = removals;
        this.showing = showing;
    }

    /// https://hl7.org/fhir/R4/http.html#read
    public ReadResult read(Permit permit, ResourceKey key) {
        long number = names.numberOrNobodys(key);
        var found = lookup.steady(() -> {
            var visible = new Visible(permit, key.type());
            return visible.first(visible.select(CURRENT).add("c.number = ").number(number));
        });
        if (found.isEmpty()) {
            removals.check(number);
        }
        return result(permit, key, found);
    }

    /// https://hl7.org/fhir/R4/http.html#vread
    public ReadResult vread(Permit permit, ResourceKey key, int version) {
        long number = names.numberOrNobodys(key);
        var found = lookup.steady(() -> version(permit, key.type(), number, version));
        if (found.isEmpty()) {
            removals.check(permit, number, version);
        }
        return result(permit, key, found);
    }

    private Optional<SealedRow> version(Permit permit, ResourceType type, long number, int version) {
        var visible = new Visible(permit, type);
        for (var table : List.of(CURRENT, VERSION)) {
            var sql = visible.select(table).add("c.number = ").number(number);
            var found = visible.first(sql.add(" and c.version = ").number(version));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private ReadResult result(Permit permit, ResourceKey key, Optional<SealedRow> found) {
        if (found.isEmpty()) {
            return new ReadResult.Absent();
        }
        var row = found.get();
        var opened = showing.page(permit, List.of(row)).getFirst();
        if (!opened.id().equals(key.id())) {
            return new ReadResult.Absent();
        }
        row.note(permit.trail());
        return row.row().change() == Change.DELETED
                ? new ReadResult.Deleted(row.row().version())
                : new ReadResult.Found(opened);
    }

    /// https://hl7.org/fhir/R4/http.html#history, newest first.
    public HistoryPage history(Permit permit, HistoryQuery query) {
        return new History(permit, query).page();
    }

    /// Rows of one type as far as a permit opens them, deleted ones among them.
    private final class Visible {

        private final @Nullable Plan plan;

        Visible(Permit permit, ResourceType type) {
            var compiler = new Compiler(permit, lookup);
            var restriction = compiler.restriction(type);
            if (restriction.equals(Predicate.anything())) {
                plan = null;
            } else {
                new Resolver(matches, compiler).resolve(restriction);
                plan = compiler.finding(() -> new Plan(type, Predicate.anything(), compiler));
            }
        }

        Sql select(String table) {
            var sql = new Sql().add("select ").add(RowReader.COLUMNS);
            if (plan != null) {
                sql.add(plan.facts());
            }
            sql.add(" from ").add(table).add(" c left join store.home h on h.home = c.home where ");
            return plan == null ? sql : sql.add(plan.condition()).add(" and ");
        }

        Optional<SealedRow> first(Sql sql) {
            return all(sql).stream().findFirst();
        }

        List<SealedRow> all(Sql sql) {
            var deciding = plan;
            if (deciding == null) {
                return statements.rows(sql);
            }
            return statements.query(sql, (row, _) -> matches.decided(deciding, row)).stream()
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    /// One page of a history.
    private final class History {

        private final Permit permit;
        private final HistoryQuery query;

        History(Permit permit, HistoryQuery query) {
            this.permit = permit;
            this.query = query;
        }

        HistoryPage page() {
            var key = query.key();
            var number = key == null ? OptionalLong.empty() : OptionalLong.of(names.numberOrNobodys(key));
            var name = "history\n" + query.type() + "\n" + number + "\n" + query.since() + "\n" + query.at();
            var page = query.page();
            var after = page == null ? null : Mark.open(pages, permit, name, page);
            var found = lookup.steady(() -> statements.rows(statement(number, after)));
            boolean more = found.size() > query.count();
            var rowsOfPage = more ? found.subList(0, query.count()) : found;
            var opened = showing.page(permit, rowsOfPage);
            rowsOfPage.subList(0, opened.size()).forEach(each -> each.note(permit.trail()));
            boolean cut = opened.size() < rowsOfPage.size();
            return new HistoryPage(
                    opened,
                    page == null && !more ? OptionalLong.of(found.size()) : OptionalLong.empty(),
                    cut || more ? mark(rowsOfPage.get(opened.size() - 1)).sealed(pages, permit, name) : null);
        }

        private static Mark mark(SealedRow last) {
            return new Mark(List.of(last.row().at(), (long) last.row().version()), List.of(), last.number());
        }

        // Each table gives its newest; of both, the newest are the page.
        private Sql statement(OptionalLong number, @Nullable Mark after) {
            var sql = new Sql().add("select ").add(RowReader.COLUMNS).add(" from (");
            part(CURRENT, number, after, sql);
            sql.add(" union all ");
            part(VERSION, number, after, sql);
            sql.add(") c left join store.home h on h.home = c.home").add(ORDER);
            return sql.add(" limit ").number(query.count() + 1L);
        }

        private static final String ORDER = " order by c.at desc, c.number desc, c.version desc";

        private void part(String table, OptionalLong number, @Nullable Mark after, Sql sql) {
            sql.add("(select * from ").add(table).add(" c where ");
            restrictions(sql);
            if (number.isPresent()) {
                sql.add(" and c.number = ").number(number.getAsLong());
            }
            var since = query.since();
            if (since != null) {
                sql.add(" and c.at >= ").number(since.toEpochMilli());
            }
            var span = query.at();
            if (span != null) {
                sql.add(" and c.at <= ").number(span.to().toEpochMilli());
                sql.add(" and not exists (select 1 from (select number, at, version from store.current where number = ")
                        .add("c.number union all select number, at, version from store.version where number = ")
                        .add("c.number) later where later.version > c.version and later.at <= ");
                sql.number(span.from().toEpochMilli()).add(")");
            }
            if (after != null) {
                sql.add(" and (c.at, c.number, c.version) < (")
                        .number(after.key(0))
                        .add(", ");
                sql.number(after.number()).add(", ").number(after.key(1)).add(")");
            }
            sql.add(ORDER).add(" limit ").number(query.count() + 1L).add(")");
        }

        private void restrictions(Sql sql) {
            var compiler = new Compiler(permit, lookup);
            var type = query.type();
            if (type != null) {
                compiler.visible(type, "c", sql);
                return;
            }
            if (ResourceType.all().stream().allMatch(compiler::unrestricted)) {
                sql.add("true");
                return;
            }
            sql.add("(false");
            for (var each : numbered()) {
                sql.add(" or ");
                compiler.visible(each, "c", sql);
            }
            sql.add(")");
        }

        // What each type asks for makes the statement long: only those count of which there is something.
        private List<ResourceType> numbered() {
            var numbered = statements.query(
                    new Sql().add("select type from store.counter order by type"), (row, _) -> row.getInt(1));
            return ResourceType.all().stream()
                    .filter(type -> numbered.contains(type.ordinal()))
                    .toList();
        }
    }
}
