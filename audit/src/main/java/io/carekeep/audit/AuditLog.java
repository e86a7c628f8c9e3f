package io.carekeep.audit;

import io.carekeep.vault.Vault;
import java.nio.ByteBuffer;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The log. What is appended joins the current transaction, or is one of its own.
public final class AuditLog {

    private static final String APPEND = """
            insert into audit.entry (at, account, interaction, outcome, content)
            select at, account, interaction, outcome, content
              from unnest(:times::bigint[], :accounts::bigint[], :interactions::smallint[], :outcomes::smallint[],
                          :contents::bytea[]) as added (at, account, interaction, outcome, content)
            """;

    private final JdbcClient sql;
    private final Vault vault;

    public AuditLog(JdbcClient sql, Vault vault) {
        this.sql = sql;
        this.vault = vault;
    }

    /// Appends entries with one statement.
    public void append(List<Entry> entries) {
        sql.sql(APPEND)
                .param("times", entries.stream().map(Entry::at).toArray(Long[]::new))
                .param("accounts", entries.stream().map(Entry::account).toArray(Long[]::new))
                .param(
                        "interactions",
                        entries.stream()
                                .map(entry -> (short) entry.interaction())
                                .toArray(Short[]::new))
                .param(
                        "outcomes",
                        entries.stream().map(entry -> number(entry.outcome())).toArray(Short[]::new))
                .param("contents", entries.stream().map(this::sealed).toArray(byte[][]::new))
                .update();
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
        return ByteBuffer.allocate(2 * Long.BYTES + 2 * Short.BYTES)
                .putLong(entry.at())
                .putLong(entry.account())
                .putShort((short) entry.interaction())
                .putShort(number(entry.outcome()))
                .array();
    }
}
