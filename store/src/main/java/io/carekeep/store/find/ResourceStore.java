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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads resources and their versions. What the permit does not open is as if it were not there.
public final class ResourceStore {

    private static final String CURRENT = "store.current";
    private static final String VERSION = "store.version";

    private final Matches matches;
    private final Statements statements;
    private final Lookup lookup;
    private final Names names;
    private final Removals removals;
    private final Showing showing;
    private final Histories histories;

    ResourceStore(
            Matches matches,
            Statements statements,
            Lookup lookup,
            Names names,
            Removals removals,
            Showing showing,
            Histories histories) {
        this.matches = matches;
        this.statements = statements;
        this.lookup = lookup;
        this.names = names;
        this.removals = removals;
        this.showing = showing;
        this.histories = histories;
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
        // Who does not see what there is now sees nothing of what was before.
        var present = visible.first(visible.select(CURRENT).add("c.number = ").number(number));
        boolean closed = present.isEmpty() && !visible.isAll();
        if (closed || present.stream().anyMatch(row -> row.row().version() == version)) {
            return present;
        }
        var sql = visible.select(VERSION).add("c.number = ").number(number);
        return visible.first(sql.add(" and c.version = ").number(version));
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
        return histories.page(permit, query);
    }

    /// Rows of one type as far as a permit opens them, each by itself; of deleted ones those who see the whole type.
    private final class Visible {

        private final ResourceType type;
        private final Compiler compiler;
        private final @Nullable Plan plan;

        Visible(Permit permit, ResourceType type) {
            this.type = type;
            this.compiler = new Compiler(permit, lookup);
            if (permit.restriction(type).isWhole()) {
                plan = null;
            } else {
                new Resolver(matches, compiler).resolve(compiler.restriction(type));
                plan = compiler.finding(() -> new Plan(type, Predicate.anything(), compiler));
            }
        }

        boolean isAll() {
            return compiler.unrestricted(type);
        }

        Sql select(String table) {
            var sql = new Sql().add("select ").add(RowReader.COLUMNS);
            if (plan != null) {
                sql.add(plan.facts());
            }
            sql.add(" from ").add(table).add(" c left join store.home h on h.home = c.home where ");
            if (plan == null) {
                compiler.visible(type, "c", sql);
            } else {
                sql.add(plan.condition());
            }
            return sql.add(" and ");
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
}
