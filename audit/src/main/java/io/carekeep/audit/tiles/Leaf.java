package io.carekeep.audit.tiles;

import io.carekeep.audit.merkle.Hash;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;

/// What of an entry stands in the tree: its plain columns, and a digest of the rest. `audit.leaf` makes the same bytes
/// in the database.
final class Leaf {

    static final int BYTES = 1 + 2 * Long.BYTES + 2 * Short.BYTES + Hash.BYTES;

    private static final byte VERSION = 1;

    private Leaf() {}

    static byte[] of(ResultSet row) throws SQLException {
        var array = row.getArray("replaced");
        var replaced = array == null ? new Long[0] : (Long[]) array.getArray();
        return ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putLong(row.getLong("at"))
                .putLong(row.getLong("account"))
                .putShort(row.getShort("interaction"))
                .putShort(row.getShort("outcome"))
                .put(digest(replaced, row.getBytes("content")))
                .array();
    }

    private static byte[] digest(Long[] replaced, byte[] content) {
        var digest = Hash.sha256();
        var numbers = ByteBuffer.allocate(Integer.BYTES + replaced.length * Long.BYTES)
                .putInt(replaced.length);
        for (var each : replaced) {
            numbers.putLong(each);
        }
        digest.update(numbers.array());
        return digest.digest(content);
    }
}
