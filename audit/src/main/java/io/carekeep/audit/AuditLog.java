package io.carekeep.audit;

import io.carekeep.base.database.Writes;
import io.carekeep.vault.Altered;
import io.carekeep.vault.Vault;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
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
            insert into audit.entry (at, account, interaction, outcome, replaced, content)
            select at, account, interaction, outcome, replaced::bigint[], content
              from unnest(?::bigint[], ?::bigint[], ?::smallint[], ?::smallint[], ?::text[], ?::bytea[])
                   as added (at, account, interaction, outcome, replaced, content)
            """;

    private static final String APPEND_ONE = """
            insert into audit.entry (at, account, interaction, outcome, replaced, content)
            values (?, ?, ?, ?, ?::bigint[], ?)""";

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
    private final Vault vault;

    /// @param database connections of the running server's role
    public AuditLog(DataSource database, Vault vault) {
        this.template = new JdbcTemplate(database);
        this.sql = JdbcClient.create(template);
        this.vault = vault;
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
                outcomes[at] = number(entries.get(at).outcome());
            }
            statement.setArray(1, connection.createArrayOf("int8", times));
            statement.setArray(2, connection.createArrayOf("int8", accounts));
            statement.setArray(3, connection.createArrayOf("int2", interactions));
            statement.setArray(4, connection.createArrayOf("int2", outcomes));
            statement.setArray(
                    5,
                    connection.createArrayOf(
                            "text", entries.stream().map(AuditLog::literal).toArray(String[]::new)));
            statement.setArray(
                    6,
                    connection.createArrayOf(
                            "bytea", entries.stream().map(this::sealed).toArray(byte[][]::new)));
        });
    }

    /// Appends an entry together with the commit of the transaction.
    public void append(Writes.Last last, Entry entry) {
        var content = sealed(entry);
        last.add(APPEND_ONE, (statement, first) -> {
            statement.setLong(first, entry.at());
            statement.setLong(first + 1, entry.account());
            statement.setShort(first + 2, (short) entry.interaction());
            statement.setShort(first + 3, number(entry.outcome()));
            statement.setString(first + 4, literal(entry));
            statement.setBytes(first + 5, content);
            return first + 6;
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
                taker.accept(opened(row));
            } catch (Altered _) {
                counts[1]++;
            }
        });
        return new Read(counts[0], counts[1]);
    }

    /// @param entries how many were read
    /// @param damaged how many of them did not open and were not handed over
    public record Read(long entries, long damaged) {}

    private Entry opened(ResultSet row) throws SQLException {
        var closed = new Entry(
                row.getLong("at"),
                row.getLong("account"),
                row.getInt("interaction"),
                Entry.Outcome.DONE,
                replaced(row),
                row.getBytes("content"));
        var content = vault.sealer().open(vault.audit(), closed.content(), associated(closed));
        return new Entry(
                closed.at(), closed.account(), closed.interaction(), closed.outcome(), closed.replaced(), content);
    }

    private static List<Long> replaced(ResultSet row) throws SQLException {
        var array = row.getArray("replaced");
        return array != null
                        && array.getArray() instanceof Long[] numbers
                        && !Arrays.asList(numbers).contains(null)
                ? List.of(numbers)
                : List.of();
    }

    // An array in PostgreSQL's text form: arrays of arrays of different lengths can't be parameters.
    private static @Nullable String literal(Entry entry) {
        return entry.replaced().isEmpty()
                ? null
                : entry.replaced().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    // Stored: add, never change.
    private static short number(Entry.Outcome outcome) {
        return switch (outcome) {
            case DONE -> 0;
            case DENIED -> 1;
            case FAILED -> 2;
        };
    }

    private byte[] sealed(Entry entry) {
        var content = entry.content();
        return vault.sealer().seal(vault.audit(), content, 0, content.length, associated(entry));
    }

    private static byte[] associated(Entry entry) {
        var associated = ByteBuffer.allocate((2 + entry.replaced().size()) * Long.BYTES + 2 * Short.BYTES)
                .putLong(entry.at())
                .putLong(entry.account())
                .putShort((short) entry.interaction())
                .putShort(number(entry.outcome()));
        entry.replaced().forEach(associated::putLong);
        return associated.array();
    }
}
