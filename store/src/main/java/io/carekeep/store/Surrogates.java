package io.carekeep.store;

import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/// What the numbers stand for that the audit log keeps of resources.
public final class Surrogates {

    private static final String CHOSEN = "select distinct number from store.name where number = any(?)";
    private static final String ROWS = "select " + RowReader.COLUMNS + """

              from store.current c
              left join store.home h on h.home = c.home
             where c.number = any(?)
            """;
    // Of the index, what says in whose compartments a row is.
    private static final String PLACES = """
            select number, home, array(select value from unnest(index) as value where value >= %d) as index
              from store.current
             where number = any(?)
            """.formatted(Numbering.compartment(0));

    private static final String HOMES = "select number, home from store.current where number = any(?)";

    private final JdbcTemplate sql;
    private final Names names;
    private final RowReader reader;

    Surrogates(JdbcTemplate sql, Names names, RowReader reader) {
        this.sql = sql;
        this.names = names;
        this.reader = reader;
    }

    /// The addresses of resources; those whose id a client chose and whose record was erased are not known any more.
    public Map<Long, ResourceKey> keys(Collection<Long> numbers) {
        var found = new HashMap<Long, ResourceKey>();
        var asked = numbers.stream().filter(Numbering::isOfResource).collect(Collectors.toSet());
        var chosen = new HashSet<>(query(CHOSEN, asked, (row, _) -> row.getLong(1)));
        for (long number : asked) {
            if (!chosen.contains(number)) {
                found.put(number, new ResourceKey(Numbering.type(number), names.id(number)));
            }
        }
        if (!chosen.isEmpty()) {
            query(ROWS, chosen, (row, _) -> reader.read(row)).forEach(row -> opened(row, found));
        }
        return found;
    }

    // Whoever reads the log must not fail over a damaged record: its own readers do.
    private void opened(SealedRow row, Map<Long, ResourceKey> found) {
        try {
            var version = reader.open(row);
            found.put(row.number(), new ResourceKey(version.type(), version.id()));
        } catch (Refused _) {
            found.remove(row.number());
        }
    }

    /// The patients with whom resources are stored at present, or [Numbering#SHARED], by number; nothing of those that
    /// are gone. It says less than [#patients] and takes a fraction of the time.
    public Map<Long, Long> homes(Collection<Long> numbers) {
        var found = new HashMap<Long, Long>();
        query(HOMES, Set.copyOf(numbers), (row, _) -> found.put(row.getLong("number"), row.getLong("home")));
        return found;
    }

    /// The patients in whose compartments resources are at present, by number; nothing of those that are gone.
    public Map<Long, Set<Long>> patients(Collection<Long> numbers) {
        var found = new HashMap<Long, Set<Long>>();
        query(PLACES, Set.copyOf(numbers), (row, _) -> {
            var index = row.getArray("index").getArray() instanceof Long[] values ? values : new Long[0];
            var patients = Row.patients(
                    row.getLong("home"),
                    Arrays.stream(index)
                            .filter(Objects::nonNull)
                            .mapToLong(Long::longValue)
                            .toArray());
            return found.put(row.getLong("number"), patients);
        });
        return found;
    }

    private <T> List<T> query(String statement, Set<Long> numbers, RowMapper<T> mapper) {
        return sql.query(
                connection -> {
                    var made = connection.prepareStatement(statement);
                    made.setArray(
                            1,
                            Bigints.of(
                                    connection,
                                    numbers.stream()
                                            .mapToLong(Long::longValue)
                                            .sorted()
                                            .toArray()));
                    return made;
                },
                mapper);
    }
}
