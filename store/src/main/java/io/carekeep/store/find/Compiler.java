package io.carekeep.store.find;

import io.carekeep.access.Permit;
import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.fhir.search.SearchParameter;
import io.carekeep.fhir.search.SearchParameters;
import io.carekeep.store.Numbering;
import io.carekeep.store.RangeQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// Writes predicates as conditions on the columns of a row. At every resource that a query passes through, the permit's
/// restriction of its type is part of the condition.
final class Compiler {

    /// How many resources a chain may pass through.
    static final int LINKED_MAX = 50_000;

    private static final ResourceType LIST = ResourceType.of("List").orElseThrow();
    private static final SearchParameter ITEM =
            SearchParameters.r4().find(LIST, "item").orElseThrow();

    private final Permit permit;
    private final Lookup lookup;
    private final IdentityHashMap<Predicate, long[]> resolved = new IdentityHashMap<>();
    private final Map<ResourceType, Predicate> restrictions = new HashMap<>();
    private int aliases;

    Compiler(Permit permit, Lookup lookup) {
        this.permit = permit;
        this.lookup = lookup;
    }

    /// Replaces a linked predicate that the index alone can't decide by the resources that were found for it.
    void resolve(Predicate linked, long[] numbers) {
        resolved.put(linked, numbers);
    }

    /// Whether the index alone decides, on the resource and on all that it passes through as far as the caller may see
    /// them.
    boolean exact(Predicate predicate) {
        return switch (predicate) {
            case Predicate.All(var parts) -> parts.stream().allMatch(this::exact);
            case Predicate.Any(var parts) -> parts.stream().allMatch(this::exact);
            case Predicate.Not(var part) -> exact(part);
            case Predicate.Checked _ -> false;
            case Predicate.Linked linked ->
                resolved.containsKey(linked)
                        || exact(linked.target()) && linked.types().stream().allMatch(type -> exact(restriction(type)));
            case Predicate.LinkedFrom linked ->
                resolved.containsKey(linked) || exact(linked.criteria()) && exact(restriction(linked.source()));
            case Predicate.InList list -> resolved.containsKey(list) || exact(restriction(LIST));
            case Predicate.Value _,
                    Predicate.Coded _,
                    Predicate.Beneath _,
                    Predicate.Refers _,
                    Predicate.Meets _,
                    Predicate.Present _,
                    Predicate.Ids _,
                    Predicate.Updated _ -> true;
        };
    }

    /// The condition that a row is a live resource of this type which the caller may see and which is like this.
    void node(ResourceType type, Predicate predicate, String alias, Sql out) {
        node(type, predicate, restriction(type), alias, out);
    }

    /// The restriction of a type; the same object each time, so that what was resolved in it stays so.
    Predicate restriction(ResourceType type) {
        return restrictions.computeIfAbsent(
                type, each -> permit.restriction(each).predicate());
    }

    /// Whether the caller may see every resource of a type.
    boolean unrestricted(ResourceType type) {
        return restriction(type).equals(Predicate.anything());
    }

    /// What a list must be like to have something, as a link from it.
    Predicate.LinkedFrom fromList(Predicate.InList list) {
        return new Predicate.LinkedFrom(LIST, ITEM.ordinals(), new Predicate.Ids(List.of(list.id())));
    }

    /// The condition that a row, of any version, is one of this type that the caller may see.
    /// @throws Refused when the restriction needs the record to decide
    void visible(ResourceType type, String alias, Sql out) {
        var restriction = restriction(type);
        if (!exact(restriction)) {
            throw new Refused(new Problem.Unsupported(
                    "_history", "what you may see is decided record by record, so a history is not offered to you"));
        }
        out.add("((").add(alias).add(".number >> 40) = ").number(type.ordinal()).add(" and (");
        write(type, restriction, alias, out);
        out.add("))");
    }

    private void node(ResourceType type, Predicate predicate, Predicate restriction, String alias, Sql out) {
        write(type, new Predicate.All(List.of(predicate, restriction)), alias, out);
        out.add(" and ").add(alias).add(".state <> 3 and (").add(alias).add(".number >> 40) = ");
        out.number(type.ordinal());
    }

    /// A condition that holds for each row that is like this. The predicate is exact, or its linked parts are resolved.
    void write(ResourceType type, Predicate predicate, String alias, Sql out) {
        switch (predicate) {
            case Predicate.All(var parts) -> all(type, parts, alias, out);
            case Predicate.Any(var parts) -> any(type, parts, alias, out);
            case Predicate.Not(var part) -> {
                out.add("not (");
                write(type, part, alias, out);
                out.add(")");
            }
            case Predicate.Value(var expressions, var normalised) ->
                overlaps(alias, lookup.values(type, expressions, normalised), out);
            case Predicate.Coded coded -> coded(type, coded, alias, out);
            case Predicate.Beneath(var expressions, var uri) ->
                overlaps(alias, lookup.tokensBeneath(expressions, uri), out);
            case Predicate.Refers refers -> overlaps(alias, references(refers), out);
            case Predicate.Meets(var expressions, var low, var high) -> meets(expressions, low, high, alias, out);
            case Predicate.Present(var bit) ->
                out.add("(").add(alias).add(".present & ").number(1L << bit).add(") <> 0");
            case Predicate.Linked linked -> linked(linked, alias, out);
            case Predicate.LinkedFrom linked -> linkedFrom(linked, alias, out);
            case Predicate.Ids(var ids) ->
                out.add(alias)
                        .add(".number = any(")
                        .numbers(ids.stream()
                                .flatMapToLong(id -> lookup.number(type, id).stream())
                                .toArray())
                        .add(")");
            case Predicate.Updated(var low, var high) -> {
                out.add(alias).add(".at between ").number(Math.max(low, 0));
                out.add(" and ").number(high);
            }
            case Predicate.InList list -> inList(list, alias, out);
            case Predicate.Checked(var index, var _) -> write(type, index, alias, out);
        }
    }

    private void all(ResourceType type, List<Predicate> parts, String alias, Sql out) {
        var flat = new ArrayList<Predicate>();
        flatten(parts, flat);
        var tokens = new ArrayList<Long>();
        var others = new ArrayList<Predicate>();
        for (var part : flat) {
            var own = tokens(type, part);
            if (own.length == 1) {
                tokens.add(own[0]);
            } else {
                others.add(part);
            }
        }
        if (tokens.isEmpty() && others.isEmpty()) {
            out.add("true");
            return;
        }
        if (!tokens.isEmpty()) {
            out.add(alias).add(".index @> ").numbers(longs(tokens));
        }
        for (int at = 0; at < others.size(); at++) {
            out.add(tokens.isEmpty() && at == 0 ? "(" : " and (");
            write(type, others.get(at), alias, out);
            out.add(")");
        }
    }

    private static void flatten(List<Predicate> parts, List<Predicate> flat) {
        for (var part : parts) {
            if (part instanceof Predicate.All(var inner)) {
                flatten(inner, flat);
            } else {
                flat.add(part);
            }
        }
    }

    private void any(ResourceType type, List<Predicate> parts, String alias, Sql out) {
        var tokens = LongStream.builder();
        var others = new ArrayList<Predicate>();
        for (var part : parts) {
            if (part instanceof Predicate.Value || part instanceof Predicate.Refers) {
                Arrays.stream(tokens(type, part)).forEach(tokens::add);
            } else {
                others.add(part);
            }
        }
        var found = tokens.build().toArray();
        if (found.length == 0 && others.isEmpty()) {
            out.add("false");
            return;
        }
        if (found.length > 0) {
            overlaps(alias, found, out);
        }
        for (int at = 0; at < others.size(); at++) {
            out.add(found.length == 0 && at == 0 ? "(" : " or (");
            write(type, others.get(at), alias, out);
            out.add(")");
        }
    }

    private long[] tokens(ResourceType type, Predicate part) {
        return switch (part) {
            case Predicate.Value(var expressions, var normalised) -> lookup.values(type, expressions, normalised);
            case Predicate.Refers refers -> references(refers);
            case Predicate.All _,
                    Predicate.Any _,
                    Predicate.Not _,
                    Predicate.Coded _,
                    Predicate.Beneath _,
                    Predicate.Meets _,
                    Predicate.Present _,
                    Predicate.Linked _,
                    Predicate.LinkedFrom _,
                    Predicate.Ids _,
                    Predicate.Updated _,
                    Predicate.InList _,
                    Predicate.Checked _ -> new long[0];
        };
    }

    private long[] references(Predicate.Refers refers) {
        return refers.types().stream()
                .flatMapToLong(type -> lookup.number(type, refers.id()).stream())
                .flatMap(number ->
                        refers.expressions().stream().mapToLong(expression -> Numbering.value(expression, number)))
                .toArray();
    }

    private static void overlaps(String alias, long[] values, Sql out) {
        if (values.length == 0) {
            out.add("false");
        } else {
            out.add(alias).add(values.length == 1 ? ".index @> " : ".index && ").numbers(values);
        }
    }

    private void coded(ResourceType type, Predicate.Coded coded, String alias, Sql out) {
        var text = coded.text();
        if (text != null) {
            overlaps(alias, lookup.textTokens(coded.expressions(), text), out);
            return;
        }
        var system = coded.system();
        var code = coded.code();
        if (system != null && code != null) {
            overlaps(alias, lookup.values(type, coded.expressions(), system + "|" + code), out);
            return;
        }
        Check.that(system != null || code != null, "a coding is asked for by something");
        out.add(alias).add(".index && array(select token from store.vocabulary where ");
        if (code != null) {
            out.add("code = any(").numbers(lookup.codeKeys(type, coded.expressions(), code));
        } else if (system != null) {
            out.add("system = any(").numbers(lookup.systemKeys(type, coded.expressions(), system));
        }
        out.add("))");
    }

    private static void meets(List<Integer> expressions, long low, long high, String alias, Sql out) {
        out.add(alias).add(".ranges && ").ranges(RangeQuery.text(expressions, low, high));
        var buckets = RangeQuery.buckets(expressions, low, high);
        if (buckets.length > 0) {
            out.add(" and ").add(alias).add(".index && ").numbers(buckets);
        }
    }

    private String alias() {
        return "n" + ++aliases;
    }

    // The references that would lead to the right resources, all of them, made into one array before the row is looked
    // at: so the index finds the rows.
    private void linked(Predicate.Linked linked, String alias, Sql out) {
        var known = resolved.get(linked);
        if (known != null) {
            var values = LongStream.of(known)
                    .flatMap(number -> linked.expressions().stream().mapToLong(each -> Numbering.value(each, number)))
                    .toArray();
            overlaps(alias, values, out);
            return;
        }
        for (int at = 0; at < linked.types().size(); at++) {
            var type = linked.types().get(at);
            var target = alias();
            out.add(at == 0 ? "" : " or ").add(alias).add(".index && store.at_most(array(select e + ");
            out.add(target).add(".number from store.current ").add(target).add(" cross join unnest(");
            out.numbers(bases(linked.expressions())).add("::bigint[]) e where ");
            node(type, linked.target(), target, out);
            out.add(" limit ")
                    .number(LINKED_MAX + 1L)
                    .add("), ")
                    .number(LINKED_MAX)
                    .add("::integer)");
        }
        if (linked.types().isEmpty()) {
            out.add("false");
        }
    }

    private static long[] bases(List<Integer> expressions) {
        return expressions.stream().mapToLong(each -> Numbering.value(each, 0)).toArray();
    }

    private void linkedFrom(Predicate.LinkedFrom linked, String alias, Sql out) {
        var known = resolved.get(linked);
        if (known != null) {
            out.add(alias).add(".number = any(").numbers(known).add(")");
            return;
        }
        var source = alias();
        out.add(alias).add(".number = any(store.at_most(array(");
        targets(source, linked.expressions(), out);
        node(linked.source(), linked.criteria(), source, out);
        out.add(" limit ").number(LINKED_MAX + 1L).add("), ").number(LINKED_MAX).add("::integer))");
    }

    /// Starts a query for what rows refer to by these expressions: `select number … where`, the condition to follow.
    static void targets(String source, List<Integer> expressions, Sql out) {
        out.add("select distinct v & 281474976710655 from store.current ").add(source);
        out.add(" cross join unnest(").add(source).add(".index) v where ");
        out.add("(v >> 48) = any(")
                .numbers(expressions.stream().mapToLong(Integer::longValue).toArray())
                .add(") and ");
    }

    private void inList(Predicate.InList asked, String alias, Sql out) {
        var known = resolved.get(asked);
        if (known != null) {
            out.add(alias).add(".number = any(").numbers(known).add(")");
            return;
        }
        var number = lookup.number(LIST, asked.id());
        if (number.isEmpty()) {
            out.add("false");
            return;
        }
        var source = alias();
        out.add(alias).add(".number = any(array(");
        targets(source, ITEM.ordinals(), out);
        out.add(source).add(".number = ").number(number.getAsLong()).add(" and ");
        node(LIST, Predicate.anything(), source, out);
        out.add("))");
    }

    private static long[] longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }
}
