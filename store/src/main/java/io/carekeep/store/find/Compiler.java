package io.carekeep.store.find;

import io.carekeep.access.Permit;
import io.carekeep.access.Restriction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/// Writes predicates as conditions on the columns of a row. At every resource that a query passes through, the permit's
/// restriction of its type is part of the condition.
final class Compiler {

    private final Function<ResourceType, Restriction> permitted;
    private final OwnSql own;
    private final LinkSql links;
    private final IdentityHashMap<Predicate, Predicate> meanings = new IdentityHashMap<>();
    private final Map<ResourceType, Predicate> restrictions = new HashMap<>();
    private boolean policing;
    // Whether something else than homes and times finds the rows that are written about.
    private boolean found;

    Compiler(Permit permit, Lookup lookup) {
        this(permit::restriction, lookup);
    }

    /// @param permitted which resources of a type there are for the caller
    Compiler(Function<ResourceType, Restriction> permitted, Lookup lookup) {
        this.permitted = permitted;
        this.own = new OwnSql(lookup);
        this.links = new LinkSql(this, lookup);
    }

    /// Replaces a link that the index alone can't decide by the resources that were found for it.
    void resolve(Predicate.Link link, long[] numbers) {
        links.resolve(link, numbers);
    }

    /// Says what another resource's definition has turned out to mean.
    void define(Predicate.Defined defined, Predicate meaning) {
        meanings.put(defined, meaning);
    }

    boolean isDefined(Predicate.Defined defined) {
        return meanings.containsKey(defined);
    }

    /// What another resource's definition means.
    Predicate meaning(Predicate.Defined defined) {
        return Objects.requireNonNull(meanings.get(defined));
    }

    /// Whether the index alone decides, on the resource and on all that it passes through as far as the caller may see
    /// them.
    boolean exact(Predicate predicate) {
        return switch (predicate) {
            case Predicate.All(var parts) -> parts.stream().allMatch(this::exact);
            case Predicate.Any(var parts) -> parts.stream().allMatch(this::exact);
            case Predicate.Not(var part) -> exact(part);
            case Predicate.Own _ -> true;
            case Predicate.Link link -> links.isResolved(link) || exactBehind(link);
            case Predicate.Defined defined -> isDefined(defined) && exact(meaning(defined));
            case Predicate.Policed(var criteria) -> policing(() -> exact(criteria));
            case Predicate.Checked _ -> false;
        };
    }

    private boolean exactBehind(Predicate.Link link) {
        return switch (link) {
            case Predicate.Linked linked ->
                exact(linked.target()) && linked.types().stream().allMatch(type -> exact(restriction(type)));
            case Predicate.LinkedFrom linked -> exact(linked.criteria()) && exact(restriction(linked.source()));
            case Predicate.InList _ -> exact(restriction(LinkSql.LIST));
        };
    }

    /// The condition that a row is a live resource of this type which the caller may see and which is like this.
    void node(ResourceType type, Predicate predicate, String alias, Sql out) {
        boolean outer = found;
        found = false;
        write(type, new Predicate.All(List.of(predicate, restriction(type))), alias, out);
        found = outer;
        out.add(" and ").add(alias).add(".state <> 3 and (").add(alias).add(".number >> 40) = ");
        out.number(type.ordinal());
    }

    /// Does something for the policy's own criteria, which nothing restricts.
    <T> T policing(Supplier<T> work) {
        boolean before = policing;
        policing = true;
        try {
            return work.get();
        } finally {
            policing = before;
        }
    }

    /// Does something for rows that something else than homes and times finds.
    <T> T finding(Supplier<T> work) {
        boolean before = found;
        found = true;
        try {
            return work.get();
        } finally {
            found = before;
        }
    }

    /// The restriction of a type; the same object each time, so that what was resolved in it stays so.
    Predicate restriction(ResourceType type) {
        if (policing) {
            return Predicate.anything();
        }
        return restrictions.computeIfAbsent(type, each -> permitted.apply(each).predicate());
    }

    /// Whether the caller may see every resource of a type.
    boolean unrestricted(ResourceType type) {
        return restriction(type).equals(Predicate.anything());
    }

    /// The condition that a row, of any version, is one of this type that the caller may see. A deletion is like no
    /// criteria: who sees but a part of the type is told of none.
    /// @throws Refused when the restriction needs the record to decide
    void visible(ResourceType type, String alias, Sql out) {
        var restriction = restriction(type);
        if (!exact(restriction)) {
            throw new Refused(new Problem.Unsupported(
                    "_history", "what you may see is decided record by record, so a history is not offered to you"));
        }
        out.add("((").add(alias).add(".number >> 40) = ").number(type.ordinal());
        if (!permitted.apply(type).isWhole()) {
            out.add(" and ").add(alias).add(".state <> 3");
        }
        out.add(" and (");
        write(type, restriction, alias, out);
        out.add("))");
    }

    /// A condition that holds for each row that is like this. The predicate is exact, or its parts are resolved.
    void write(ResourceType type, Predicate predicate, String alias, Sql out) {
        switch (predicate) {
            case Predicate.All(var parts) -> all(type, parts, alias, out);
            case Predicate.Any(var parts) -> any(type, parts, alias, out);
            case Predicate.Not(var part) -> {
                out.add("not (");
                write(type, part, alias, out);
                out.add(")");
            }
            case Predicate.Own part when found && Plan.isHome(part) -> own.beside(part, alias, out);
            case Predicate.Own part -> own.write(type, part, alias, out);
            case Predicate.Link link -> links.write(link, alias, out);
            case Predicate.Defined defined -> write(type, meaning(defined), alias, out);
            case Predicate.Policed(var criteria) ->
                policing(() -> {
                    write(type, criteria, alias, out);
                    return out;
                });
            case Predicate.Checked(var index, var _) -> write(type, index, alias, out);
        }
    }

    // What one value of the index says each, asked for together.
    private void all(ResourceType type, List<Predicate> parts, String alias, Sql out) {
        var flat = new ArrayList<Predicate>();
        flatten(parts, flat);
        var tokens = LongStream.builder();
        var others = new ArrayList<Predicate>();
        for (var part : flat) {
            var values = own.tokens(type, part);
            if (values.length == 1) {
                tokens.add(values[0]);
            } else {
                others.add(part);
            }
        }
        var values = tokens.build().toArray();
        if (values.length == 0 && others.isEmpty()) {
            out.add("true");
            return;
        }
        if (values.length > 0) {
            out.add(alias).add(".index @> ").numbers(values);
        }
        boolean outer = found;
        found |= flat.stream().anyMatch(Plan::anchoredElsewhere);
        var times = flat.stream().anyMatch(Plan::anchored) || found ? times(flat) : List.<Predicate.Own>of();
        others.removeAll(times);
        joined(type, others, values.length > 0, " and ", alias, out);
        for (var part : times) {
            own.beside(part, alias, out.add(" and "));
        }
        found = outer;
    }

    // What many rows may be like is asked of the rows that something else finds.
    private static List<Predicate.Own> times(List<Predicate> parts) {
        return parts.stream()
                .filter(Predicate.Updated.class::isInstance)
                .map(Predicate.Own.class::cast)
                .toList();
    }

    private static void flatten(List<Predicate> parts, List<Predicate> flat) {
        for (var part : parts) {
            if (part instanceof Predicate.All(var inner)) {
                flatten(inner, flat);
            } else if (part instanceof Predicate.Policed(var criteria) && !leads(criteria)) {
                flatten(List.of(criteria), flat);
            } else {
                flat.add(part);
            }
        }
    }

    private static boolean leads(Predicate predicate) {
        return switch (predicate) {
            case Predicate.All(var parts) -> parts.stream().anyMatch(Compiler::leads);
            case Predicate.Any(var parts) -> parts.stream().anyMatch(Compiler::leads);
            case Predicate.Not(var part) -> leads(part);
            case Predicate.Policed(var criteria) -> leads(criteria);
            case Predicate.Checked(var index, var _) -> leads(index);
            case Predicate.Link _, Predicate.Defined _ -> true;
            case Predicate.Own _ -> false;
        };
    }

    private void joined(ResourceType type, List<Predicate> parts, boolean more, String word, String alias, Sql out) {
        for (int at = 0; at < parts.size(); at++) {
            out.add(more || at > 0 ? word : "").add("(");
            write(type, parts.get(at), alias, out);
            out.add(")");
        }
    }

    private void any(ResourceType type, List<Predicate> parts, String alias, Sql out) {
        var tokens = LongStream.builder();
        var others = new ArrayList<Predicate>();
        for (var part : parts) {
            if (part instanceof Predicate.Value || part instanceof Predicate.Refers) {
                Arrays.stream(own.tokens(type, part)).forEach(tokens::add);
            } else {
                others.add(part);
            }
        }
        var values = tokens.build().toArray();
        if (values.length == 0 && others.isEmpty()) {
            out.add("false");
            return;
        }
        if (values.length > 0) {
            OwnSql.overlaps(alias, values, out);
        }
        joined(type, others, values.length > 0, " or ", alias, out);
    }
}
