package io.carekeep.store.find;

import io.carekeep.access.Permit;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.store.Numbering;
import java.sql.Array;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Counts matches. Who may read few patients is not told how many there are, and has seen those of whom a total tells:
/// of one patient it tells whether they meet a condition.
final class Totals {

    private static final ResourceType PATIENT = ResourceType.of("Patient").orElseThrow();

    private final Matches matches;
    private final Statements statements;

    Totals(Matches matches, Statements statements) {
        this.matches = matches;
        this.statements = statements;
    }

    /// @param patients whom the matches are about; of more than may be told of, one more
    private record Total(long count, Set<Long> patients) {}

    /// How many matches there are; empty when they are about more patients than the caller may be told of.
    OptionalLong of(Permit permit, ResourceType type, Plan plan) {
        long most = permit.countable();
        if (most == Long.MAX_VALUE) {
            return OptionalLong.of(
                    plan.exact() ? count(type, plan) : opened(type, plan).count());
        }
        var total = plan.exact() ? counted(type, plan, most) : opened(type, plan);
        if (total.patients().size() > most) {
            return OptionalLong.empty();
        }
        permit.trail().told(total.patients());
        return OptionalLong.of(total.count());
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

    /// How many matches there are, and whom they are about, for who may be told so whatever the number.
    Extent extent(ResourceType type, Plan plan) {
        if (!plan.exact()) {
            var total = opened(type, plan);
            return new Extent(total.count(), total.patients().size());
        }
        var patients = new Sql().add("select count(distinct v.value) from (");
        inCompartments(within(patients.add("select c.index"), type, plan));
        return new Extent(count(type, plan), statements.count(patients));
    }

    private long count(ResourceType type, Plan plan) {
        return statements.count(within(new Sql().add("select count(*)"), type, plan));
    }

    private Total counted(ResourceType type, Plan plan, long most) {
        var sql = new Sql().add("select count(*), (array_agg(distinct c.home) filter (where c.home between ");
        sql.number(Numbering.first(PATIENT)).add(" and ").number(Numbering.last(PATIENT));
        sql.add("))[1:").number(most + 1).add("]");
        var total = statements
                .query(within(sql, type, plan), (row, _) -> {
                    var homes = row.getArray(2);
                    return new Total(row.getLong(1), homes == null ? Set.of() : numbers(homes));
                })
                .getFirst();
        if (total.count() == 0 || total.patients().size() > most) {
            return total;
        }
        var patients = new HashSet<>(total.patients());
        patients.addAll(others(type, plan, most));
        return new Total(total.count(), patients);
    }

    private static Set<Long> numbers(Array array) throws SQLException {
        return array.getArray() instanceof Long[] numbers ? Set.of(numbers) : Set.of();
    }

    // Those in whose compartments the matches lie, whatever their homes.
    private List<Long> others(ResourceType type, Plan plan, long most) {
        var sql = within(new Sql().add("select distinct v.value from (select c.index"), type, plan);
        inCompartments(sql).add(" limit ").number(most + 1);
        return statements.query(sql, (row, _) -> Numbering.number(row.getLong(1)));
    }

    // The values of patients in whose compartments the rows lie, their homes among them.
    private static Sql inCompartments(Sql rows) {
        rows.add(") c cross join lateral unnest(c.index) v (value) where v.value between ");
        rows.number(Numbering.compartment(Numbering.first(PATIENT))).add(" and ");
        return rows.number(Numbering.compartment(Numbering.last(PATIENT)));
    }

    private static Sql within(Sql selected, ResourceType type, Plan plan) {
        selected.add(" from store.current c where ").add(plan.condition());
        if (!plan.anchored()) {
            selected.add(" and c.number between ").number(Numbering.first(type));
            selected.add(" and ").number(Numbering.last(type));
        }
        return selected;
    }

    private Total opened(ResourceType type, Plan plan) {
        var count = new long[1];
        var patients = new HashSet<Long>();
        matches.all(type, plan, "opened-records", Matches.OPENED_MAX, (row, _) -> {
            count[0]++;
            patients.addAll(row.row().patients());
        });
        return new Total(count[0], patients);
    }
}
