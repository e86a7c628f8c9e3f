package io.carekeep.store.find;

import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.Restriction;
import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.mask.Mask;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.fhir.search.Query;
import io.carekeep.fhir.search.SortTexts;
import io.carekeep.store.Change;
import io.carekeep.store.RowReader;
import io.carekeep.store.SealedRow;
import io.carekeep.store.Version;
import io.carekeep.vault.PageSeal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Searches: https://hl7.org/fhir/R4/http.html#search. The permit's restrictions are part of every statement.
public final class ResourceSearch {

    private static final int CONDITIONAL_MOST = 2;

    private final Matches matches;
    private final Lookup lookup;
    private final PageSeal pages;
    private final SortTexts texts;
    private final Removals removals;
    private final Showing showing;

    ResourceSearch(
            Matches matches, Lookup lookup, PageSeal pages, SortTexts texts, Removals removals, Showing showing) {
        this.matches = matches;
        this.lookup = lookup;
        this.pages = pages;
        this.texts = texts;
        this.removals = removals;
        this.showing = showing;
    }

    /// The matches of a page, still sealed, with what comes beside them.
    private record Found(List<Matches.Match> matches, boolean more, List<SealedRow> beside, OptionalLong total) {

        List<SealedRow> rows() {
            return matches.stream().map(Matches.Match::row).toList();
        }

        List<SealedRow> all() {
            return Stream.concat(rows().stream(), beside.stream()).toList();
        }
    }

    /// One page of a search.
    /// @param page the sealed place of a later page, or null for the first
    /// @throws Refused when it costs more than a named limit allows, or the page is not one of this search
    public SearchPage search(Permit permit, Query query, @Nullable String page) {
        var after = page == null ? null : Mark.open(pages, permit, query.normal(), page);
        var found = lookup.steady(() -> found(permit, query, after));
        removals.check(permit, found.all());
        var opened = opened(permit, found.rows());
        boolean cut = opened.size() < found.matches().size();
        var beside = cut
                ? lookup.steady(() -> beside(
                        permit, new Compiler(permit, lookup), found.rows().subList(0, opened.size()), query))
                : found.beside();
        return new SearchPage(
                opened,
                openedBeside(permit, beside),
                found.total(),
                cut || found.more()
                        ? found.matches().get(opened.size() - 1).mark().sealed(pages, permit, query.normal())
                        : null);
    }

    /// How much a search finds, for a release.
    /// @throws Refused when that costs more than a named limit allows
    public Extent extent(Permit permit, Query query) {
        Check.that(permit.action().interaction() == Interaction.RELEASE_DATA, "a permit to release records");
        return lookup.steady(() -> {
            var predicate = showing.query(permit).of(query.type(), query.predicate());
            return matches.totals().extent(query.type(), plan(new Compiler(permit, lookup), query.type(), predicate));
        });
    }

    private List<SealedRow> beside(Permit permit, Compiler compiler, List<SealedRow> rows, Query query) {
        return new Including(matches, compiler, showing, permit).beside(rows, query.includes());
    }

    private Found found(Permit permit, Query query, @Nullable Mark after) {
        var compiler = new Compiler(permit, lookup);
        var masked = showing.query(permit);
        var plan = plan(compiler, query.type(), masked.of(query.type(), query.predicate()));
        if (query.summary() == Query.Summary.COUNT) {
            return new Found(List.of(), false, List.of(), matches.totals().demanded(permit, query.type(), plan));
        }
        var found = page(permit, query, plan, after);
        boolean more = found.size() > query.count();
        var page = more ? found.subList(0, query.count()) : found;
        return new Found(
                page,
                more,
                beside(permit, compiler, page.stream().map(Matches.Match::row).toList(), query),
                after == null && !more ? OptionalLong.of(page.size()) : total(permit, query, plan));
    }

    private Plan plan(Compiler compiler, ResourceType type, Predicate predicate) {
        return new Plan(type, predicate, new Resolver(matches, compiler).resolved(type, predicate));
    }

    private Plan ofFound(Compiler compiler, ResourceType type, Predicate predicate) {
        new Resolver(matches, compiler).resolved(type, predicate);
        return compiler.finding(() -> new Plan(type, predicate, compiler));
    }

    // One more than the page has tells whether there is another.
    private List<Matches.Match> page(Permit permit, Query query, Plan plan, @Nullable Mark after) {
        if (!query.sort().stream().allMatch(key -> isColumn(permit, key))) {
            return new TextOrder(matches, texts, showing, permit, query.sort())
                    .page(query, plan, after, query.count() + 1);
        }
        var order = query.sort().isEmpty() ? Order.BY_NUMBER : Order.of(query.sort());
        return matches.page(query.type(), plan, order, after, query.count() + 1);
    }

    private boolean isColumn(Permit permit, Query.SortKey key) {
        var parameter = key.parameter();
        return Order.isColumn(key)
                && (parameter == null || !showing.query(permit).touches(parameter));
    }

    private OptionalLong total(Permit permit, Query query, Plan plan) {
        return query.total() == Query.Total.ACCURATE
                ? matches.totals().of(permit, query.type(), plan)
                : OptionalLong.empty();
    }

    private List<Version> opened(Permit permit, List<SealedRow> sealed) {
        var opened = showing.page(permit, sealed);
        sealed.subList(0, opened.size()).forEach(each -> each.note(permit.trail()));
        return opened;
    }

    // What comes beside has no place where a next page could begin.
    private List<Version> openedBeside(Permit permit, List<SealedRow> sealed) {
        var opened = opened(permit, sealed);
        if (opened.size() < sealed.size()) {
            throw new Refused(new Problem.TooCostly("included-bytes", RowReader.PAGE_BYTES));
        }
        return opened;
    }

    /// Whether the caller may see this row. Who may see all of a type also "sees" that there is none.
    public boolean sees(Permit permit, ResourceType type, Optional<SealedRow> row) {
        var restriction = permit.restriction(Interaction.READ, type);
        boolean gone = row.isEmpty() || row.get().row().change() == Change.DELETED;
        if (restriction instanceof Restriction.Everything || gone && restriction instanceof Restriction.Unless) {
            return true;
        }
        return row.isPresent()
                && !among(permit, Interaction.READ, Set.of(row.get().number())).isEmpty();
    }

    /// Those of these numbers whose resources are there for the caller to do this with.
    public Set<Long> among(Permit permit, Interaction way, Set<Long> numbers) {
        return lookup.steady(() ->
                new Sight(matches, new Compiler(type -> permit.restriction(way, type), lookup)).of(numbers));
    }

    /// Demands that the caller may do this with each of these resources, as they are now.
    /// @param numbers of live resources of the type
    /// @throws Refused naming the type
    public void demandPermitted(Permit permit, Interaction way, ResourceType type, Set<Long> numbers) {
        boolean all = permit.restriction(way, type) instanceof Restriction.Everything;
        if (!all && !among(permit, way, numbers).containsAll(numbers)) {
            throw new Refused(new Problem.Forbidden(
                    "your groups may not " + way.word() + " this " + type + ", as it is or as it would become"));
        }
    }

    /// What the caller does not see of a row, or does not change.
    public Mask mask(Permit permit, Interaction way, SealedRow row) {
        return lookup.steady(() ->
                        showing.masks(type -> permit.restriction(way, type).grants(), List.of(row)))
                .getOrDefault(row, Mask.NONE);
    }

    /// The same of resources of a type, as they are now.
    public Map<Long, Mask> masks(Permit permit, Interaction way, ResourceType type, Set<Long> numbers) {
        return lookup.steady(() -> showing.opened(permit.restriction(way, type).grants(), numbers));
    }

    /// A row as the caller may see it.
    public Version shown(Permit permit, SealedRow row) {
        return lookup.steady(() -> showing.page(permit, List.of(row))).getFirst();
    }

    /// A version that the caller wrote, as they may see it, whichever rule opens it to them.
    public Version shown(Permit permit, Version version) {
        return showing.masked(version, showing.all(permit.restriction(Interaction.READ, version.type())));
    }

    /// Those of these numbers whose resources are there, as the caller sees them.
    public Set<Long> visible(Permit permit, Set<Long> numbers) {
        return lookup.steady(() -> new Sight(matches, new Compiler(permit, lookup)).of(numbers));
    }

    /// The numbers of the resources that a condition finds: none, one, or more than one.
    /// @return at most two
    public List<SealedRow> conditional(Permit permit, ResourceType type, Predicate predicate) {
        return lookup.steady(() -> {
            var asked = showing.query(permit).of(type, predicate);
            var plan = plan(new Compiler(permit, lookup), type, asked);
            return matches.page(type, plan, Order.BY_NUMBER, null, CONDITIONAL_MOST).stream()
                    .map(Matches.Match::row)
                    .toList();
        });
    }

    /// The same for many conditions on one type; what one token decides is asked for in one statement.
    /// @return at most two resources for each
    public <K> Map<K, List<SealedRow>> conditional(Permit permit, ResourceType type, Map<K, Predicate> conditions) {
        return lookup.steady(() -> each(permit, type, conditions));
    }

    private <K> Map<K, List<SealedRow>> each(Permit permit, ResourceType type, Map<K, Predicate> conditions) {
        var found = new HashMap<K, List<SealedRow>>();
        var keys = new ArrayList<K>();
        var tokens = LongStream.builder();
        conditions.forEach((key, predicate) -> {
            if (predicate instanceof Predicate.Value(var expressions, var normalised)
                    && expressions.size() == 1
                    && permit.restriction(type).grants().isEmpty()) {
                for (long token : lookup.values(type, expressions, normalised)) {
                    keys.add(key);
                    tokens.add(token);
                }
            } else {
                found.put(key, conditional(permit, type, predicate));
            }
        });
        var asked = tokens.build().toArray();
        matches.byToken(ofFound(new Compiler(permit, lookup), type, Predicate.anything()), asked, CONDITIONAL_MOST)
                .forEach((at, rowsOf) -> found.computeIfAbsent(keys.get(at), _ -> new ArrayList<>())
                        .addAll(rowsOf));
        return found;
    }

    /// `Patient/[id]/$everything`: the patient, what lies in its home or refers to it as the compartment says, and the
    /// shared resources that those refer to (https://hl7.org/fhir/R4/patient-operation-everything.html).
    /// @param types only these, or all when empty
    /// @param since only what was written at or after these milliseconds since the epoch
    public SearchPage everything(
            Permit permit, ResourceKey patient, List<String> types, long since, int count, @Nullable String page) {
        long number = lookup.numberOrNobodys(patient);
        var query = "everything\n" + patient.id() + "\n" + types + "\n" + since;
        var after = page == null ? null : Mark.open(pages, permit, query, page);
        var found = lookup.steady(() -> new Everything(matches, lookup, permit, showing, patient.id())
                .page(number, types, since, after, count));
        removals.check(permit, found.all());
        var opened = opened(permit, found.rows());
        var next = opened.size() < found.rows().size() ? found.mark(opened.size() - 1, number) : found.next();
        return new SearchPage(
                opened,
                openedBeside(permit, found.beside()),
                OptionalLong.empty(),
                next == null ? null : next.sealed(pages, permit, query));
    }
}
