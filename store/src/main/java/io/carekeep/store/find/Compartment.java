package io.carekeep.store.find;

import io.carekeep.fhir.ResourceType;
import io.carekeep.store.Numbering;
import io.carekeep.store.RowReader;
import io.carekeep.store.SealedRow;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What lies in patients' compartments, whoever may see it.
final class Compartment {

    private final Statements statements;

    Compartment(Statements statements) {
        this.statements = statements;
    }

    /// The first live resources of any type after a number.
    /// @param since milliseconds since the epoch: what was written before is left out
    List<SealedRow> first(long patient, long since, long after, int most) {
        var sql = new Sql().add("select ").add(RowReader.COLUMNS).add(" from (select * from store.current c where ");
        within(patient, sql).add(" and c.state <> 3 and c.number <> ").number(patient);
        if (since > 0) {
            sql.add(" and c.at + 0 >= ").number(since);
        }
        sql.add(" and c.number + 0 > ").number(after);
        sql.add(" order by c.number + 0 limit ").number(most);
        sql.add(") c left join store.home h on h.home = c.home order by c.number");
        return statements.rows(sql);
    }

    /// The types of which there is something.
    Set<ResourceType> types(long patient) {
        var sql = new Sql().add("select distinct c.number >> 40 from store.current c where ");
        return statements.query(within(patient, sql), (row, _) -> ResourceType.at(row.getInt(1))).stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Sql within(long patient, Sql sql) {
        return sql.add("c.index && ").numbers(new long[] {Numbering.compartment(patient)});
    }
}
