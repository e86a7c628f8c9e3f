package io.carekeep.store.find;

import io.carekeep.access.Action;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.Restriction;
import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.store.Numbering;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Counts records that are like something, whoever may see them: for those who manage the policy, who are told nothing
/// but numbers. It remembers what it has counted, so it is for one request.
public final class Census {

    /// For how many different predicates one statement asks; for more the numbers of records are fetched.
    static final int TOGETHER_MAX = 100;

    /// How many records are fetched at most by one statement.
    static final int FETCHED_MAX = 1_000_000;

    private static final ResourceType PATIENT = ResourceType.of("Patient").orElseThrow();
    private static final String CONSENT =
            "exists (select 1 from store.consent k where k.home = any(" + ConsentSql.homes("c") + "))";

    private record Asked(ResourceType type, Set<Predicate> any, String where) {}

    private final Matches matches;
    private final Statements statements;
    private final Lookup lookup;
    private final boolean consents;
    private final Map<Asked, Tally> known = new HashMap<>();

    Census(Permit permit, Matches matches, Statements statements, Lookup lookup) {
        Check.that(permit.allows(Action.of(Interaction.MANAGE_POLICY)), "a permit to manage the policy");
        this.matches = matches;
        this.statements = statements;
        this.lookup = lookup;
        this.consents =
                statements.count(new Sql().add("select count(*) from (select 1 from store.consent limit 1) k")) > 0;
    }

    /// The types of which there are records.
    public Set<ResourceType> types() {
        var found = new HashSet<ResourceType>();
        for (var type : ResourceType.all()) {
            var sql = new Sql().add("select count(*) from (select 1 from store.current c where c.state <> 3");
            if (statements.count(within(type, sql).add(" limit 1) c")) > 0) {
                found.add(type);
            }
        }
        return found;
    }

    private static Sql within(ResourceType type, Sql out) {
        out.add(" and c.number between ").number(Numbering.first(type));
        return out.add(" and ").number(Numbering.last(type));
    }

    /// The records of a type that are like any of these; each counts once.
    /// @throws Refused when more records must be opened for it than a search may open
    public Tally of(ResourceType type, Collection<Predicate> any) {
        return lookup.steady(() -> {
            var tally = new Tally();
            // Where a patient has said nothing, most callers are alike, and there is one predicate for all of them.
            var alike = new HashSet<Predicate>();
            any.forEach(each -> alike.add(Consented.without(each)));
            tally.add(counted(new Asked(type, alike, consents ? " and not " + CONSENT : "")));
            if (consents) {
                tally.add(counted(new Asked(type, Set.copyOf(any), " and " + CONSENT)));
            }
            return tally;
        });
    }

    private Tally counted(Asked asked) {
        var before = known.get(asked);
        var tally = before == null ? count(asked) : before;
        known.put(asked, tally);
        return tally;
    }

    private Tally count(Asked asked) {
        var tally = new Tally();
        var some = new ArrayList<>(asked.any());
        some.remove(Predicate.nothing());
        if (some.size() <= TOGETHER_MAX) {
            count(asked, some, tally);
            return tally;
        }
        var first = Numbering.first(asked.type());
        var taken = new BitSet();
        for (int from = 0; from < some.size(); from += TOGETHER_MAX) {
            var part = some.subList(from, Math.min(some.size(), from + TOGETHER_MAX));
            fetched(asked, part, (number, home) -> {
                int order = Math.toIntExact(number - first);
                if (!taken.get(order)) {
                    taken.set(order);
                    tally.add(home, 1);
                }
            });
        }
        return tally;
    }

    private void count(Asked asked, List<Predicate> any, Tally tally) {
        if (any.isEmpty()) {
            return;
        }
        var plan = plan(asked, any);
        if (!plan.exact()) {
            opened(asked, plan, (_, home) -> tally.add(home, 1));
            return;
        }
        var sql = new Sql().add("select case when c.home between ").number(Numbering.first(PATIENT));
        sql.add(" and ").number(Numbering.last(PATIENT)).add(" then c.home else 0 end as home, count(*)");
        statements.query(from(asked, plan, sql).add(" group by 1"), (row, _) -> {
            tally.add(row.getLong(1), row.getLong(2));
            return tally;
        });
    }

    private interface Taker {
        void take(long number, long home);
    }

    private void fetched(Asked asked, List<Predicate> any, Taker taker) {
        var plan = plan(asked, any);
        if (!plan.exact()) {
            opened(asked, plan, taker);
            return;
        }
        var sql = from(asked, plan, new Sql().add("select c.number, c.home"));
        var found = statements.query(sql.add(" limit ").number(FETCHED_MAX + 1L), (row, _) -> {
            taker.take(row.getLong(1), row.getLong(2));
            return true;
        });
        if (found.size() > FETCHED_MAX) {
            throw new Refused(new Problem.TooCostly("counted-records", FETCHED_MAX));
        }
    }

    private void opened(Asked asked, Plan plan, Taker taker) {
        matches.all(
                asked.type(),
                plan,
                "opened-records",
                Matches.OPENED_MAX,
                (row, _) -> taker.take(row.number(), row.row().home()));
    }

    private static Sql from(Asked asked, Plan plan, Sql sql) {
        sql.add(" from store.current c where ").add(plan.condition());
        return plan.anchored() ? sql : within(asked.type(), sql);
    }

    private Plan plan(Asked asked, List<Predicate> any) {
        var type = asked.type();
        var predicate = any.size() == 1 ? any.getFirst() : new Predicate.Any(List.copyOf(any));
        var compiler = new Compiler(_ -> new Restriction.Everything(), lookup);
        var plan = new Plan(type, predicate, new Resolver(matches, compiler).resolved(type, predicate));
        plan.condition().add(asked.where());
        return plan;
    }
}
