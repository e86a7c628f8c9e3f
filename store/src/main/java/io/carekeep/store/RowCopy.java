package io.carekeep.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Sends many rows with one `COPY` in PostgreSQL's binary form:
/// https://www.postgresql.org/docs/18/sql-copy.html#SQL-COPY-BINARY-FORMAT.
final class RowCopy {

    private static final String COPY = """
            copy store.current (home, number, at, present, version, state, index, ranges, body)
            from stdin (format binary)
            """;
    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final short COLUMNS = 9;
    private static final int BIGINT = 20;
    private static final byte LOWER_INCLUSIVE = 2;
    private static final int FLUSH = 256 * 1024;

    private byte[] buffer = new byte[FLUSH + 64 * 1024];
    private int at;

    private RowCopy() {}

    static void copy(Connection connection, List<Row> rows) throws SQLException {
        var manager = connection.unwrap(PGConnection.class).getCopyAPI();
        var copy = manager.copyIn(COPY);
        try {
            new RowCopy().send(copy, rows);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void send(CopyIn copy, List<Row> rows) throws SQLException {
        put(SIGNATURE);
        putInt(0);
        putInt(0);
        for (var row : rows) {
            put(row);
            if (at > FLUSH) {
                copy.writeToCopy(buffer, 0, at);
                at = 0;
            }
        }
        putShort((short) -1);
        copy.writeToCopy(buffer, 0, at);
    }

    private void put(Row row) {
        putShort(COLUMNS);
        putLongField(row.home());
        putLongField(row.number());
        putLongField(row.at());
        putLongField(row.present());
        putInt(Integer.BYTES);
        putInt(row.version());
        putInt(Short.BYTES);
        putShort((short) row.change().number());
        putIndex(row.index());
        putRanges(row.ranges());
        putInt(row.body().length);
        put(row.body());
    }

    private void putIndex(long[] index) {
        if (index.length == 0) {
            putInt(3 * Integer.BYTES);
            putInt(0);
            putInt(0);
            putInt(BIGINT);
            return;
        }
        putInt(5 * Integer.BYTES + index.length * (Integer.BYTES + Long.BYTES));
        putInt(1);
        putInt(0);
        putInt(BIGINT);
        putInt(index.length);
        putInt(1);
        for (long value : index) {
            putLongField(value);
        }
    }

    private void putRanges(String ranges) {
        int lengthAt = at;
        putInt(0);
        int countAt = at;
        putInt(0);
        int count = 0;
        int from = ranges.indexOf('[');
        while (from >= 0) {
            int comma = ranges.indexOf(',', from);
            int end = ranges.indexOf(')', comma);
            putInt(1 + 2 * (Integer.BYTES + Long.BYTES));
            room(1);
            buffer[at++] = LOWER_INCLUSIVE;
            putLongField(Long.parseLong(ranges, from + 1, comma, 10));
            putLongField(Long.parseLong(ranges, comma + 1, end, 10));
            count++;
            from = ranges.indexOf('[', end);
        }
        int end = at;
        at = lengthAt;
        putInt(end - countAt);
        putInt(count);
        at = end;
    }

    private void putLongField(long value) {
        putInt(Long.BYTES);
        putInt((int) (value >>> Integer.SIZE));
        putInt((int) value);
    }

    private void putInt(int value) {
        room(Integer.BYTES);
        buffer[at++] = (byte) (value >>> 24);
        buffer[at++] = (byte) (value >>> 16);
        buffer[at++] = (byte) (value >>> 8);
        buffer[at++] = (byte) value;
    }

    private void putShort(short value) {
        room(Short.BYTES);
        buffer[at++] = (byte) (value >>> 8);
        buffer[at++] = (byte) value;
    }

    private void put(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, at, bytes.length);
        at += bytes.length;
    }

    private void room(int more) {
        if (buffer.length - at < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, at + more));
        }
    }
}
