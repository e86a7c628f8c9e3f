package io.carekeep.store.find;

import io.carekeep.access.Permit;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.mask.Mask;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.fhir.search.Query;
import io.carekeep.fhir.search.SearchParameter;
import io.carekeep.store.Numbering;
import io.carekeep.store.SealedRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/// Brings what `_include` and `_revinclude` ask for beside a page's matches, as far as the caller may see it:
/// https://hl7.org/fhir/R4/search.html#include. References are read from the rows' indexes.
final class Including {

    /// How many resources may come beside one page.
    static final int INCLUDED_MAX = 2_000;

    private static final int ROUNDS_MAX = 5;

    private final Matches matches;
    private final Compiler compiler;
    private final Resolver resolver;
    private final Showing showing;
    private final Permit permit;

    Including(Matches matches, Compiler compiler, Showing showing, Permit permit) {
        this.matches = matches;
        this.compiler = compiler;
        this.showing = showing;
        this.permit = permit;
        this.resolver = new Resolver(matches, compiler);
    }

    List<SealedRow> beside(List<SealedRow> page, List<Query.Include> includes) {
        var included = new LinkedHashMap<Long, SealedRow>();
        if (includes.isEmpty()) {
            return List.of();
        }
        var seen = new TreeSet<Long>();
        page.forEach(row -> seen.add(row.number()));
        var newest = page;
        for (int round = 0; !newest.isEmpty() && round < ROUNDS_MAX; round++) {
            var added = new ArrayList<SealedRow>();
            for (var include : includes) {
                if (round == 0 || include.iterate()) {
                    added.addAll(
                            include.reverse() ? referring(newest, include, seen) : referred(newest, include, seen));
                }
            }
            added.forEach(row -> included.put(row.number(), row));
            limit(included);
            newest = added;
        }
        return List.copyOf(included.values());
    }

    private static void limit(Map<Long, SealedRow> included) {
        if (included.size() > INCLUDED_MAX) {
            throw new Refused(new Problem.TooCostly("included-resources", INCLUDED_MAX));
        }
    }

    private List<SealedRow> referred(List<SealedRow> rows, Query.Include include, Set<Long> seen) {
        var numbers = new TreeSet<Long>();
        var sources = rows.stream()
                .filter(row -> Numbering.isOf(row.number(), include.source()))
                .toList();
        var masks = masks(sources);
        for (var row : sources) {
            for (var parameter : include.parameters()) {
                references(row, seen(parameter, row, masks), parameter, include, numbers);
            }
        }
        numbers.removeAll(seen);
        return fetched(numbers, seen);
    }

    private Map<SealedRow, Mask> masks(List<SealedRow> sources) {
        return showing.masks(type -> permit.restriction(type).grants(), sources);
    }

    private List<Integer> seen(SearchParameter parameter, SealedRow row, Map<SealedRow, Mask> masks) {
        var mask = masks.get(row);
        return mask == null ? parameter.ordinals() : showing.query(permit).seen(parameter.ordinals(), mask);
    }

    private static void references(
            SealedRow row,
            List<Integer> expressions,
            SearchParameter parameter,
            Query.Include include,
            Set<Long> numbers) {
        var target = include.target();
        for (long number : Resolver.references(row.row().index(), expressions)) {
            boolean possible =
                    parameter.targets().isEmpty() || parameter.targets().contains(Numbering.type(number));
            if (possible && (target == null || Numbering.isOf(number, target))) {
                numbers.add(number);
            }
        }
    }

    /// The resources with these numbers, as far as the caller may see them.
    List<SealedRow> fetched(Set<Long> numbers, Set<Long> seen) {
        var byType = new HashMap<ResourceType, List<Long>>();
        numbers.forEach(number -> byType.computeIfAbsent(Numbering.type(number), _ -> new ArrayList<>())
                .add(number));
        var found = new ArrayList<SealedRow>();
        byType.forEach((type, some) -> {
            var plan = plan(type).among(some.stream().mapToLong(Long::longValue).toArray());
            matches.all(type, plan, "included-resources", INCLUDED_MAX, (row, _) -> {
                seen.add(row.number());
                found.add(row);
            });
        });
        return found;
    }

    private Plan plan(ResourceType type) {
        resolver.resolve(compiler.restriction(type));
        return compiler.finding(() -> new Plan(type, Predicate.anything(), compiler));
    }

    private List<SealedRow> referring(List<SealedRow> rows, Query.Include include, Set<Long> seen) {
        var target = include.target();
        var values = rows.stream()
                .mapToLong(SealedRow::number)
                .filter(number -> target == null || Numbering.isOf(number, target))
                .flatMap(number -> values(include, number))
                .toArray();
        if (values.length == 0) {
            return List.of();
        }
        var found = new ArrayList<SealedRow>();
        var plan = plan(include.source()).having(values);
        matches.all(include.source(), plan, "included-resources", INCLUDED_MAX, (row, _) -> found.add(row));
        var masks = masks(found);
        return found.stream()
                .filter(row -> !masks.containsKey(row) || refers(row, values, include, masks))
                .filter(row -> seen.add(row.number()))
                .toList();
    }

    // Whether one of the references by which it was found is seen.
    private boolean refers(SealedRow row, long[] values, Query.Include include, Map<SealedRow, Mask> masks) {
        var expressions = include.parameters().stream()
                .flatMap(parameter -> seen(parameter, row, masks).stream())
                .toList();
        return LongStream.of(values)
                .filter(value -> expressions.contains((int) (value >> 48)))
                .anyMatch(value -> Arrays.binarySearch(row.row().index(), value) >= 0);
    }

    private static LongStream values(Query.Include include, long number) {
        return include.parameters().stream()
                .filter(parameter ->
                        parameter.targets().isEmpty() || parameter.targets().contains(Numbering.type(number)))
                .flatMap(parameter -> parameter.ordinals().stream())
                .mapToLong(expression -> Numbering.value(expression, number));
    }
}
