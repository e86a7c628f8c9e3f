package io.carekeep.audit;

import io.carekeep.base.database.Writes;
import io.carekeep.vault.Altered;
import io.carekeep.vault.Vault;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The log. What is appended joins the current transaction, or is one of its own.
public final class AuditLog {

    private static final String APPEND = """
            insert into audit.entry (at, account, interaction, outcome, replaced, keys, content)
            select at, account, interaction, outcome, replaced::bigint[], keys::bigint[], content
              from unnest(?::bigint[], ?::bigint[], ?::smallint[], ?::smallint[], ?::text[], ?::text[], ?::bytea[])
                   as added (at, account, interaction, outcome, replaced, keys, content)
            """;

    private static final String APPEND_ONE = """
            insert into audit.entry (at, account, interaction, outcome, replaced, keys, content)
            values (?, ?, ?, ?, ?::bigint[], ?::bigint[], ?)""";

    private static final String READ = """
            select at, account, interaction, outcome, replaced, content
              from audit.line
             where at >= :since
               and interaction = any(:interactions::smallint[])
               and outcome = 0
             limit :most
            """;
    private static final String REPLACING = """
            select at, account, interaction, outcome, replaced, content
              from audit.line
             where replaced && :numbers::bigint[]
               and at >= :since
               and outcome = 0
            """;
    private static final int FETCHED = 1_000;

    private final JdbcTemplate template;
    private final JdbcClient sql;
    private final EntrySeal seal;

    /// @param database connections of the running server's role
    public AuditLog(DataSource database, Vault vault) {
        this.template = new JdbcTemplate(database);
        this.sql = JdbcClient.create(template);
        this.seal = new EntrySeal(vault);
    }

    /// Appends entries with one statement.
    public void append(List<Entry> entries) {
        template.update(APPEND, statement -> {
            var connection = statement.getConnection().unwrap(PGConnection.class);
            var times = entries.stream().mapToLong(Entry::at).toArray();
            var accounts = entries.stream().mapToLong(Entry::account).toArray();
            var interactions = new short[entries.size()];
            var outcomes = new short[entries.size()];
            for (int at = 0; at < entries.size(); at++) {
                interactions[at] = (short) entries.get(at).interaction();
                outcomes[at] = EntrySeal.number(entries.get(at).outcome());
            }
            statement.setArray(1, connection.createArrayOf("int8", times));
            statement.setArray(2, connection.createArrayOf("int8", accounts));
            statement.setArray(3, connection.createArrayOf("int2", interactions));
            statement.setArray(4, connection.createArrayOf("int2", outcomes));
            statement.setArray(5, connection.createArrayOf("text", literals(entries, Entry::replaced)));
            statement.setArray(6, connection.createArrayOf("text", literals(entries, this::keys)));
            statement.setArray(
                    7,
                    connection.createArrayOf(
                            "bytea", entries.stream().map(seal::sealed).toArray(byte[][]::new)));
        });
    }

    /// Appends an entry together with the commit of the transaction.
    public void append(Writes.Last last, Entry entry) {
        var keys = literal(keys(entry));
        var content = seal.sealed(entry);
        last.add(APPEND_ONE, (statement, first) -> {
            statement.setLong(first, entry.at());
            statement.setLong(first + 1, entry.account());
            statement.setShort(first + 2, (short) entry.interaction());
            statement.setShort(first + 3, EntrySeal.number(entry.outcome()));
            statement.setString(first + 4, literal(entry.replaced()));
            statement.setString(first + 5, keys);
            statement.setBytes(first + 6, content);
            return first + 7;
        });
    }

    /// Hands over the entries of finished requests. Inside a transaction they come a thousand at a time.
    /// @param interactions the numbers of those wanted
    /// @param since milliseconds since the epoch
    /// @param most how many entries are read
    public Read read(Set<Integer> interactions, long since, long most, Consumer<Entry> taker) {
        return each(
                sql.sql(READ)
                        .param("since", since)
                        .param(
                                "interactions",
                                interactions.stream().map(Integer::shortValue).toArray(Short[]::new))
                        .param("most", most),
                taker);
    }

    /// Hands over the entries of finished requests that made a version after the first of one of these resources.
    /// @param since milliseconds since the epoch
    public Read replacing(Collection<Long> numbers, long since, Consumer<Entry> taker) {
        return each(
                sql.sql(REPLACING)
                        .param("numbers", numbers.toArray(Long[]::new))
                        .param("since", since),
                taker);
    }

    private Read each(JdbcClient.StatementSpec statement, Consumer<Entry> taker) {
        var counts = new long[2];
        statement.withFetchSize(FETCHED).query((RowCallbackHandler) row -> {
            counts[0]++;
            try {
                taker.accept(seal.opened(row));
            } catch (Altered _) {
                counts[1]++;
            }
        });
        return new Read(counts[0], counts[1]);
    }

    /// @param entries how many were read
    /// @param damaged how many of them did not open and were not handed over
    public record Read(long entries, long damaged) {}

    // An array in PostgreSQL's text form: arrays of arrays of different lengths can't be parameters.
    private static @Nullable String literal(List<Long> numbers) {
        return numbers.isEmpty()
                ? null
                : numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    private static String[] literals(List<Entry> entries, Function<Entry, List<Long>> numbers) {
        return entries.stream().map(numbers).map(AuditLog::literal).toArray(String[]::new);
    }

    private List<Long> keys(Entry entry) {
        return entry.handles().stream().map(seal::key).distinct().toList();
    }
}
