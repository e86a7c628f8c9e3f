package io.carekeep.store.find;

import io.carekeep.access.Permit;
import io.carekeep.fhir.ResourceType;
import io.carekeep.store.Names;
import io.carekeep.store.RowReader;
import io.carekeep.store.SealedRow;
import io.carekeep.vault.PageSeal;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Lists versions, newest first. An older one is there for whoever may see both it and what there is now: a label that
/// a record got, or a patient to whom it was moved, closes what it was before.
final class Histories {

    private static final String ORDER = " order by c.at desc, c.number desc, c.version desc";

    private final Statements statements;
    private final Lookup lookup;
    private final Names names;
    private final PageSeal pages;
    private final Showing showing;

    Histories(Statements statements, Lookup lookup, Names names, PageSeal pages, Showing showing) {
        this.statements = statements;
        this.lookup = lookup;
        this.names = names;
        this.pages = pages;
        this.showing = showing;
    }

    HistoryPage page(Permit permit, HistoryQuery query) {
        return new History(permit, query).page();
    }

    private final class History {

        private final Permit permit;
        private final HistoryQuery query;
        private final Compiler compiler;
        private final List<ResourceType> types;

        History(Permit permit, HistoryQuery query) {
            this.permit = permit;
            this.query = query;
            this.compiler = new Compiler(permit, lookup);
            this.types = types(query.type());
        }

        // Of which there is something: what each type asks for makes the statement long. None when all is seen.
        private List<ResourceType> types(@Nullable ResourceType type) {
            if (type != null) {
                return List.of(type);
            }
            if (ResourceType.all().stream().allMatch(compiler::unrestricted)) {
                return List.of();
            }
            var numbered = statements.query(
                    new Sql().add("select type from store.counter order by type"), (row, _) -> row.getInt(1));
            return ResourceType.all().stream()
                    .filter(each -> numbered.contains(each.ordinal()))
                    .toList();
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
            part("store.current", number, after, sql);
            sql.add(" union all ");
            part("store.version", number, after, sql);
            sql.add(") c left join store.home h on h.home = c.home").add(ORDER);
            return sql.add(" limit ").number(query.count() + 1L);
        }

        private void part(String table, OptionalLong number, @Nullable Mark after, Sql sql) {
            sql.add("(select * from ").add(table).add(" c where ");
            visible("c", table.equals("store.version"), sql);
            if (number.isPresent()) {
                sql.add(" and c.number = ").number(number.getAsLong());
            }
            var since = query.since();
            if (since != null) {
                sql.add(" and c.at >= ").number(since.toEpochMilli());
            }
            var span = query.at();
            if (span != null) {
                sql.add(" and c.at <= ").number(span.to().toEpochMilli()).add(" and ");
                replacedBefore(span.from().toEpochMilli(), sql.add("not "));
            }
            if (after != null) {
                sql.add(" and (c.at, c.number, c.version) < (")
                        .number(after.key(0))
                        .add(", ");
                sql.number(after.number()).add(", ").number(after.key(1)).add(")");
            }
            sql.add(ORDER).add(" limit ").number(query.count() + 1L).add(")");
        }

        // By one that the caller sees: of another nothing is told, not even when it was made.
        private void replacedBefore(long time, Sql sql) {
            sql.add("exists (select 1 from (select * from store.current where number = c.number union all ");
            sql.add("select * from store.version where number = c.number) later");
            sql.add(" where later.version > c.version and later.at <= ").number(time);
            visible("later", false, sql.add(" and "));
            sql.add(")");
        }

        private void visible(String alias, boolean past, Sql sql) {
            if (types.isEmpty()) {
                sql.add("true");
                return;
            }
            sql.add("(false");
            for (var type : types) {
                compiler.visible(type, alias, sql.add(" or "));
                if (past && !compiler.unrestricted(type)) {
                    present(type, alias, sql.add(" and "));
                }
            }
            sql.add(")");
        }

        private void present(ResourceType type, String alias, Sql sql) {
            sql.add("exists (select 1 from store.current present where present.number = ");
            compiler.finding(() -> {
                compiler.visible(type, "present", sql.add(alias).add(".number and "));
                return sql.add(")");
            });
        }
    }
}
