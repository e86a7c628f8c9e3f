package io.carekeep.store.find;

import io.carekeep.access.Permit;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.store.HomeRule;
import io.carekeep.store.Numbering;
import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalLong;

/// Counts matches. Who may read few patients is not told how many there are.
final class Totals {

    private static final ResourceType PATIENT = ResourceType.of("Patient").orElseThrow();

    private final Matches matches;
    private final Statements statements;

    Totals(Matches matches, Statements statements) {
        this.matches = matches;
        this.statements = statements;
    }

    /// How many matches there are; empty when they lie in the homes of more patients than the caller may be told of.
    OptionalLong of(Permit permit, ResourceType type, Plan plan) {
        long count = count(type, plan, permit.countable());
        return count < 0 ? OptionalLong.empty() : OptionalLong.of(count);
    }

    /// The same where it is all that was asked for.
    OptionalLong demanded(Permit permit, ResourceType type, Plan plan) {
        var count = of(permit, type, plan);
        if (count.isEmpty()) {
            throw new Refused(new Problem.Spent(
                    Duration.ofHours(1),
                    "A total over more than " + permit.countable()
                            + " patients is for groups that may ask for statistics: ask for less."));
        }
        return count;
    }

    // -1 for too many patients.
    private long count(ResourceType type, Plan plan, long countable) {
        if (plan.exact()) {
            var sql = new Sql().add("select ");
            if (countable < Long.MAX_VALUE) {
                sql.add("case when count(distinct c.home) filter (where c.home between ");
                sql.number(Numbering.first(PATIENT)).add(" and ").number(Numbering.last(PATIENT));
                sql.add(") > ").number(countable).add(" then -1 else count(*) end");
            } else {
                sql.add("count(*)");
            }
            sql.add(" from store.current c where ").add(plan.condition());
            if (!plan.anchored()) {
                sql.add(" and c.number between ").number(Numbering.first(type));
                sql.add(" and ").number(Numbering.last(type));
            }
            return statements.count(sql);
        }
        var count = new long[1];
        var homes = new HashSet<Long>();
        matches.all(type, plan, "opened-records", Matches.OPENED_MAX, (row, _) -> {
            count[0]++;
            if (HomeRule.isPatient(row.row().home())) {
                homes.add(row.row().home());
            }
        });
        return homes.size() > countable ? -1 : count[0];
    }
}
