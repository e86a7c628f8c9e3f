package io.carekeep.store.find;

import io.carekeep.base.Check;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.store.Care;
import io.carekeep.store.Numbering;
import io.carekeep.store.RangeQuery;

/// Writes what a row's own columns must be like.
final class OwnSql {

    private static final ResourceType PATIENT = ResourceType.of("Patient").orElseThrow();

    private final Lookup lookup;
    private final ConsentSql consents;

    OwnSql(Lookup lookup) {
        this.lookup = lookup;
        this.consents = new ConsentSql(lookup);
    }

    void write(ResourceType type, Predicate.Own predicate, String alias, Sql out) {
        switch (predicate) {
            case Predicate.Value _, Predicate.Refers _ -> overlaps(alias, tokens(type, predicate), out);
            case Predicate.Coded coded -> coded(type, coded, alias, out);
            case Predicate.Beneath(var expressions, var uri) ->
                overlaps(alias, lookup.tokensBeneath(expressions, uri), out);
            case Predicate.Meets meets -> meets(meets, alias, out);
            case Predicate.Present(var bit) ->
                out.add("(").add(alias).add(".present & ").number(1L << bit).add(") <> 0");
            case Predicate.Ids(var ids) -> {
                var numbers = ids.stream().mapToLong(id -> lookup.numberOrNobodys(new ResourceKey(type, id)));
                out.add(alias).add(".number = any(").numbers(numbers.toArray()).add(")");
            }
            case Predicate.AtHome atHome -> atHome(atHome, alias + ".home", out);
            case Predicate.Bound bound -> {
                out.add(alias).add(".home = any(array(select distinct ");
                homes(bound, out);
                out.add("))");
            }
            case Predicate.Opened(var account) -> opened(account, alias + ".home = any(array(", "))", out);
            case Predicate.Updated updated -> updated(updated, alias + ".at", out);
            case Predicate.Withheld withheld -> consents.withheld(type, withheld, alias, out);
            case Predicate.Allowed allowed -> consents.allowed(type, allowed, alias, out);
        }
    }

    /// The same of a row that is found by something else: the index by time or by home must not be what PostgreSQL
    /// begins with, because it can't know how many rows are of that time or in those homes.
    void beside(Predicate.Own predicate, String alias, Sql out) {
        switch (predicate) {
            case Predicate.Updated updated -> updated(updated, alias + ".at + 0", out);
            case Predicate.AtHome atHome -> atHome(atHome, alias + ".home + 0", out);
            case Predicate.Opened(var account) -> opened(account, alias + ".home + 0 in (", ")", out);
            case Predicate.Bound bound -> {
                out.add(alias).add(".home + 0 in (select ");
                homes(bound, out);
                out.add(")");
            }
            case Predicate.Own other -> throw new AssertionError("found by itself: " + other.getClass());
        }
    }

    // Of emergencies whose seals were looked at, those that are not over when the statement runs.
    private void opened(long account, String before, String after, Sql out) {
        var emergencies = lookup.emergencies(account);
        if (emergencies.length == 0) {
            out.add("false");
            return;
        }
        long now = lookup.now();
        out.add(before)
                .add("select o.home from access.opened o where o.number = any(")
                .numbers(emergencies);
        out.add(") and o.account = ").number(account);
        out.add(" and o.high >= ").time(now).add(" and o.low <= ").time(now).add(after);
    }

    // The homes of the patients to whom one of these is bound.
    private void homes(Predicate.Bound bound, Sql out) {
        var actors = bound.actors().stream()
                .map(each -> each.split("/", 2))
                .flatMapToLong(words -> lookup.number(ResourceType.of(words[0]).orElseThrow(), words[1]).stream());
        long now = lookup.now();
        out.add("b.home from store.care b where b.actor = any(").numbers(actors.toArray());
        out.add(") and b.high >= ").time(now - bound.late());
        out.add(" and b.low <= ").time(now + bound.early());
        out.add(" and b.bond = ").number(bound.bond().number());
        // Of nobody's own word is none.
        out.add(" and b.author <> ").number(bound.account() == Care.NOBODY ? -1 : bound.account());
    }

    private void atHome(Predicate.AtHome atHome, String home, Sql out) {
        var homes = atHome.patients().stream().flatMapToLong(id -> lookup.number(PATIENT, id).stream());
        out.add(home).add(" = any(").numbers(homes.toArray()).add(")");
    }

    private static void updated(Predicate.Updated updated, String at, Sql out) {
        out.add(at).add(" between ").number(Math.max(updated.low(), 0));
        out.add(" and ").number(updated.high());
    }

    /// The values of the index of which a row that is like this has one; none when values alone don't say it.
    long[] tokens(ResourceType type, Predicate part) {
        return switch (part) {
            case Predicate.Value(var expressions, var normalised) -> lookup.values(type, expressions, normalised);
            case Predicate.Refers refers -> references(refers);
            case Predicate _ -> new long[0];
        };
    }

    private long[] references(Predicate.Refers refers) {
        return refers.types().stream()
                .flatMapToLong(type -> lookup.number(type, refers.id()).stream())
                .flatMap(number ->
                        refers.expressions().stream().mapToLong(expression -> Numbering.value(expression, number)))
                .toArray();
    }

    /// The condition that a row's index has one of these values.
    static void overlaps(String alias, long[] values, Sql out) {
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

    private static void meets(Predicate.Meets meets, String alias, Sql out) {
        out.add(alias).add(".ranges && ");
        out.ranges(RangeQuery.text(meets.expressions(), meets.low(), meets.high()));
        var buckets = RangeQuery.buckets(meets.expressions(), meets.low(), meets.high());
        if (buckets.length > 0) {
            out.add(" and ").add(alias).add(".index && ").numbers(buckets);
        }
    }
}
