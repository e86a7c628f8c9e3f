package io.carekeep.audit;

import io.carekeep.vault.Altered;
import io.carekeep.vault.Vault;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/// Seals what entries say, opens it again, and makes the keys that they are found by.
final class EntrySeal {

    private final Vault vault;

    EntrySeal(Vault vault) {
        this.vault = vault;
    }

    byte[] sealed(Entry entry) {
        var content = entry.content();
        return vault.sealer().seal(vault.audit(), content, 0, content.length, associated(entry));
    }

    /// An entry as it was appended.
    /// @param row with all columns of `audit.line` but the number
    /// @throws Altered when it is not as it was sealed
    Entry opened(ResultSet row) throws SQLException {
        return opened(closed(row));
    }

    /// An entry whose content is sealed.
    /// @param row with all columns of `audit.line` but the number
    static Entry closed(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("at"),
                row.getLong("account"),
                row.getInt("interaction"),
                outcome(row.getInt("outcome")),
                replaced(row),
                row.getBytes("content"));
    }

    /// The same with its content opened.
    /// @throws Altered when it is not as it was sealed
    Entry opened(Entry closed) {
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

    /// The key under which an entry is found by this: a keyed hash, so that nobody without the key tells whose it is.
    long key(Handle handle) {
        return vault.auditIndex().token(handle.kind().number(), 0, handle.value());
    }

    // Stored: add, never change.
    static short number(Entry.Outcome outcome) {
        return switch (outcome) {
            case DONE -> 0;
            case DENIED -> 1;
            case FAILED -> 2;
        };
    }

    private static Entry.Outcome outcome(int number) {
        return switch (number) {
            case 0 -> Entry.Outcome.DONE;
            case 1 -> Entry.Outcome.DENIED;
            // Another number is nobody's that we wrote, and does not open.
            default -> Entry.Outcome.FAILED;
        };
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
