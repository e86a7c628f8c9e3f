package io.carekeep.store.find;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.fhir.search.SearchParameter;
import io.carekeep.fhir.search.SearchParameters;
import io.carekeep.store.Numbering;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.LongStream;

/// Writes the conditions that lead through other resources. What these must be like is made into one array before the
/// row is looked at: so the index finds the rows.
final class LinkSql {

    /// How many resources a chain may pass through.
    static final int LINKED_MAX = 50_000;

    static final ResourceType LIST = ResourceType.of("List").orElseThrow();
    private static final SearchParameter ITEM =
            SearchParameters.r4().find(LIST, "item").orElseThrow();

    private final Compiler compiler;
    private final Lookup lookup;
    private final IdentityHashMap<Predicate, long[]> resolved = new IdentityHashMap<>();
    private int aliases;

    LinkSql(Compiler compiler, Lookup lookup) {
        this.compiler = compiler;
        this.lookup = lookup;
    }

    /// Replaces a link by the resources that were found for it.
    void resolve(Predicate.Link link, long[] numbers) {
        resolved.put(link, numbers);
    }

    boolean isResolved(Predicate.Link link) {
        return resolved.containsKey(link);
    }

    /// What a list must be like to have something, as a link from it.
    static Predicate.LinkedFrom fromList(Predicate.InList list) {
        return new Predicate.LinkedFrom(LIST, ITEM.ordinals(), new Predicate.Ids(List.of(list.id())));
    }

    void write(Predicate.Link link, String alias, Sql out) {
        var known = resolved.get(link);
        switch (link) {
            case Predicate.Linked linked
            when known != null -> {
                var values = LongStream.of(known)
                        .flatMap(number ->
                                linked.expressions().stream().mapToLong(each -> Numbering.value(each, number)));
                OwnSql.overlaps(alias, values.toArray(), out);
            }
            case Predicate.Link _
            when known != null ->
                out.add(alias).add(".number = any(").numbers(known).add(")");
            case Predicate.Linked linked -> linked(linked, alias, out);
            case Predicate.LinkedFrom linked -> linkedFrom(linked, alias, out);
            case Predicate.InList list -> inList(list, alias, out);
        }
    }

    private String alias() {
        return "n" + ++aliases;
    }

    private void linked(Predicate.Linked linked, String alias, Sql out) {
        for (int at = 0; at < linked.types().size(); at++) {
            var target = alias();
            out.add(at == 0 ? "" : " or ").add(alias).add(".index && store.at_most(array(select e + ");
            out.add(target).add(".number from store.current ").add(target).add(" cross join unnest(");
            out.numbers(bases(linked.expressions())).add("::bigint[]) e where ");
            compiler.node(linked.types().get(at), linked.target(), target, out);
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
        var source = alias();
        out.add(alias).add(".number = any(store.at_most(array(");
        targets(source, linked.expressions(), out);
        compiler.node(linked.source(), linked.criteria(), source, out);
        out.add(" limit ").number(LINKED_MAX + 1L).add("), ").number(LINKED_MAX).add("::integer))");
    }

    // Starts a query for what rows refer to by these expressions: `select number … where`, the condition to follow.
    private static void targets(String source, List<Integer> expressions, Sql out) {
        out.add("select distinct v & 281474976710655 from store.current ").add(source);
        out.add(" cross join unnest(").add(source).add(".index) v where ");
        out.add("(v >> 48) = any(")
                .numbers(expressions.stream().mapToLong(Integer::longValue).toArray())
                .add(") and ");
    }

    private void inList(Predicate.InList asked, String alias, Sql out) {
        var number = lookup.number(LIST, asked.id());
        if (number.isEmpty()) {
            out.add("false");
            return;
        }
        var source = alias();
        out.add(alias).add(".number = any(array(");
        targets(source, ITEM.ordinals(), out);
        out.add(source).add(".number = ").number(number.getAsLong()).add(" and ");
        compiler.node(LIST, Predicate.anything(), source, out);
        out.add("))");
    }
}
