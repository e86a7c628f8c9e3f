package io.carekeep.audit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Which entries are found by a key. The numbering writes it: of each stretch of entries the places of those that have
/// the key; of the stretch that is not full yet the keys of each entry.
final class EntryIndex {

    /// The entries of a tile share an index's row, where they were numbered before entries had places.
    static final int TILE = 256;

    private static final int STRETCH = 65_536;
    private static final int STRETCHES_TOGETHER = 128;
    // Keys with the same last bits share a row.
    private static final int BUCKETS = 1_024;
    // A stretch that gets full between two statements is seen by each of them in one of the two tables.
    private static final String PLACES = """
            select stretch, places, true as shared
              from unnest(:stretches::integer[]) as wanted (number)
              cross join lateral (
                    select stretch, places
                      from audit.found_at
                     where stretch = wanted.number
                       and bucket = :bucket
                   ) as found
             union all
            select (number / 65536)::integer,
                   string_agg(substring(int4send((number % 65536)::integer) from 3), ''::bytea order by number),
                   false
              from audit.found_lately
             where :key = any(keys)
               and number >= :lowest
               and number < :end
             group by 1
             order by 1 desc
            """;
    private static final String TILES = """
            select tile
              from audit.found_in
             where key = :key
               and tile >= :lowest
               and tile < :end
             order by tile desc
            """;
    private static final String SINCE = "select since, placed from audit.keyed";
    // Clocks are put back at times, so what counts is that no checkpoint before is of the times wanted, and none after.
    // An entry has its number after its time, and within an hour unless the numbering stands still.
    private static final String LOWEST = """
            select coalesce(max(size), 0)
              from audit.checkpoint
             where size < coalesce((select min(size) from audit.checkpoint where at >= :from), 9223372036854775807)
            """;
    private static final String HIGHEST = """
            select min(size)
              from audit.checkpoint
             where size > (select coalesce(max(size), 0) from audit.checkpoint where at < :until + 3600000)
            """;

    private final JdbcClient sql;

    EntryIndex(JdbcClient sql) {
        this.sql = sql;
    }

    /// How well entries are known.
    /// @param keyed below which number they have no keys
    /// @param placed from which number on they have places
    record Since(long keyed, long placed) {}

    Since since() {
        return sql.sql(SINCE)
                .query((row, _) -> new Since(row.getLong("since"), row.getLong("placed")))
                .single();
    }

    /// From which number on entries can be of a time or after it.
    long lowest(long from) {
        return sql.sql(LOWEST).param("from", from).query(Long.class).single();
    }

    /// Below which number entries can be of a time or before it.
    long highest(long until) {
        if (until > Long.MAX_VALUE / 2) {
            return Long.MAX_VALUE;
        }
        return sql.sql(HIGHEST)
                .param("until", until)
                .query((row, _) -> row.getLong(1) == 0 ? Long.MAX_VALUE : row.getLong(1))
                .single();
    }

    /// The tiles that have entries with a key, the last first.
    List<Long> tiles(long key, long lowest, long end) {
        return sql.sql(TILES)
                .param("key", key)
                .param("lowest", lowest)
                .param("end", end)
                .query((row, _) -> row.getLong("tile"))
                .list();
    }

    /// Takes the numbers of entries.
    @FunctionalInterface
    interface Taker {

        /// @param numbers the highest first
        /// @return whether to go on
        boolean take(long[] numbers);
    }

    /// Hands over the numbers of the entries with a key, the highest first and those of a stretch together.
    /// @return whether the taker would go on
    boolean each(long key, long lowest, long end, Taker taker) {
        boolean on = true;
        for (long high = end; high > lowest && on; ) {
            long low = Math.max(lowest, (high - 1) / STRETCH * STRETCH - (STRETCHES_TOGETHER - 1L) * STRETCH);
            for (var found : places(key, low, high)) {
                on = on && taker.take(found);
            }
            high = low;
        }
        return on;
    }

    private List<long[]> places(long key, long lowest, long end) {
        int first = (int) (lowest / STRETCH);
        var stretches = new Integer[(int) ((end - 1) / STRETCH) - first + 1];
        Arrays.setAll(stretches, at -> first + at);
        return sql.sql(PLACES)
                .param("stretches", stretches)
                .param("bucket", (short) (key & BUCKETS - 1))
                .param("key", key)
                .param("lowest", lowest)
                .param("end", end)
                .query((row, _) -> {
                    var bytes = ByteBuffer.wrap(row.getBytes("places"));
                    var places = row.getBoolean("shared") ? ofKey(key, bytes) : bytes;
                    return numbers((long) row.getInt("stretch") * STRETCH, places, lowest, end);
                })
                .list();
    }

    // A bucket has, for each of its keys, the key, how many places less one, and the places.
    private static ByteBuffer ofKey(long key, ByteBuffer bucket) {
        while (bucket.hasRemaining()) {
            long found = bucket.getLong();
            int length = (Short.toUnsignedInt(bucket.getShort()) + 1) * Short.BYTES;
            if (found == key) {
                return bucket.slice(bucket.position(), length);
            }
            bucket.position(bucket.position() + length);
        }
        return bucket;
    }

    private static long[] numbers(long first, ByteBuffer places, long lowest, long end) {
        var numbers = new long[places.remaining() / Short.BYTES];
        int count = 0;
        for (int at = places.limit() - Short.BYTES; at >= places.position(); at -= Short.BYTES) {
            long number = first + Short.toUnsignedInt(places.getShort(at));
            if (number >= lowest && number < end) {
                numbers[count++] = number;
            }
        }
        return Arrays.copyOf(numbers, count);
    }
}
