package io.carekeep.audit;

import io.carekeep.vault.Altered;
import io.carekeep.vault.Vault;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads entries back, the newest first: those that are found by a handle, or all.
public final class LogReader {

    private static final int BATCH_TILES = 16;
    // Whoever wants a page of twenty waits for few, and whoever wants all pays for few statements.
    private static final int BATCH_FIRST = 64;
    private static final int BATCH_MOST = 4_096;
    private static final String COLUMNS = "number, at, account, interaction, outcome, replaced, content";
    // What comes in after the newest number that the same statement sees will not be read twice.
    private static final String NEWEST = "select coalesce(max(number) + 1, 0) from audit.numbered";
    private static final String UNNUMBERED = """
            select (%s) as number, at, account, interaction, outcome, replaced, content
              from audit.entry
             where at between :from and :until
               and (:key::bigint is null or :key::bigint = any(keys) or keys is null)
             order by at desc, ctid desc
            """.formatted(NEWEST);
    private static final String OF_NUMBERS = """
            select %s
              from audit.numbered
             where number = any(:numbers::bigint[])
               and at + 0 between :from and :until
             order by number desc
            """.formatted(COLUMNS);
    // The sum keeps a plan from asking the index over times for each tile, which costs more than the tile.
    private static final String OF_TILES = """
            select %s
              from unnest(:tiles::bigint[]) as found (tile)
              cross join lateral (
                    select *
                      from audit.numbered
                     where number >= found.tile * 256
                       and number < found.tile * 256 + 256
                     order by number
                   ) as numbered
             where number < :below
               and at + 0 between :from and :until
               and (:account::bigint is null or account = :account::bigint)
             order by number desc
            """.formatted(COLUMNS);
    private static final String ONE = "select %s from audit.numbered where number = :number".formatted(COLUMNS);
    private static final String WAITING = "select exists (select 1 from audit.entry where at <= :until)";

    private final JdbcClient sql;
    private final EntrySeal seal;
    private final EntryIndex index;

    /// @param sql statements of the running server's role
    public LogReader(JdbcClient sql, Vault vault) {
        this.sql = sql;
        this.seal = new EntrySeal(vault);
        this.index = new EntryIndex(sql);
    }

    /// What is looked for.
    /// @param by what the entries are found by, or null for all
    /// @param from milliseconds since the epoch, and until when: both within
    /// @param below only entries with lower numbers; those without one count as the highest
    public record Wanted(@Nullable Handle by, long from, long until, long below) {

        /// All of these times.
        public static Wanted of(@Nullable Handle by, long from, long until) {
            return new Wanted(by, from, until, Long.MAX_VALUE);
        }
    }

    /// Takes entries as they are read.
    @FunctionalInterface
    public interface Taker {

        /// @param number of the entry; empty when it has none yet
        /// @param entry null when it does not open
        /// @return whether to go on
        boolean take(OptionalLong number, @Nullable Entry entry);
    }

    /// Below which number entries were appended before there were handles: they are handed over for every handle, and
    /// whoever reads tells which of them are meant.
    public long keyedSince() {
        return index.since().keyed();
    }

    /// Whether an entry of before a time has no number yet.
    /// @param until milliseconds since the epoch
    public boolean isWaiting(long until) {
        return sql.sql(WAITING).param("until", until).query(Boolean.class).single();
    }

    /// The entry with a number.
    /// @return empty when there is none, and when it does not open
    public Optional<Entry> find(long number) {
        return sql.sql(ONE)
                .param("number", number)
                .query((row, _) -> Optional.ofNullable(opened(EntrySeal.closed(row))))
                .optional()
                .flatMap(Function.identity());
    }

    /// Hands over what is found, and some that are not: entries near those found. Whoever takes them looks what they
    /// say.
    public void each(Wanted wanted, Taker taker) {
        var waiting = wanted.below() == Long.MAX_VALUE ? unnumbered(wanted) : List.<Waiting>of();
        long newest = waiting.isEmpty()
                ? sql.sql(NEWEST).query(Long.class).single()
                : waiting.getFirst().newest();
        for (var each : waiting) {
            if (!taker.take(OptionalLong.empty(), each.entry())) {
                return;
            }
        }
        long below = Math.min(wanted.below(), newest);
        long lowest = index.lowest(wanted.from());
        if (wanted.by() == null) {
            walk(wanted, taker, below, lowest / EntryIndex.TILE, tilesFor(below));
        } else {
            found(wanted, seal.key(wanted.by()), taker, below, lowest);
        }
    }

    // Entries are found by their places, before those by their tiles, and before those not at all.
    private void found(Wanted wanted, long key, Taker taker, long below, long lowest) {
        var since = index.since();
        long keyed = tilesFor(since.keyed());
        long end = Math.min(below, Math.max(since.keyed(), index.highest(wanted.until())));
        long placed = Math.max(since.placed(), keyed * EntryIndex.TILE);
        if (!index.each(key, Math.max(lowest, placed), end, new Batches(wanted, taker))) {
            return;
        }
        long before = Math.min(end, since.placed());
        var tiles = index.tiles(key, Math.max(lowest / EntryIndex.TILE, keyed), tilesFor(before));
        if (walk(wanted, taker, before, tiles)) {
            walk(wanted, taker, below, lowest / EntryIndex.TILE, Math.min(tilesFor(below), keyed));
        }
    }

    /// Reads the entries whose numbers it gets, few at first and more later.
    private final class Batches implements EntryIndex.Taker {

        private final Wanted wanted;
        private final Taker taker;
        private int size = BATCH_FIRST;

        Batches(Wanted wanted, Taker taker) {
            this.wanted = wanted;
            this.taker = taker;
        }

        @Override
        public boolean take(long[] numbers) {
            boolean on = true;
            for (int at = 0; at < numbers.length && on; at += size) {
                size = Math.min(BATCH_MOST, size * 2);
                var batch = Arrays.copyOfRange(numbers, at, Math.min(numbers.length, at + size));
                on = hand(ofNumbers(wanted, batch), taker);
            }
            return on;
        }
    }

    private static long tilesFor(long entries) {
        return (entries + EntryIndex.TILE - 1) / EntryIndex.TILE;
    }

    private record Waiting(long newest, @Nullable Entry entry) {}

    private List<Waiting> unnumbered(Wanted wanted) {
        return sql.sql(UNNUMBERED)
                .param("from", wanted.from())
                .param("until", wanted.until())
                .param("key", wanted.by() == null ? null : seal.key(wanted.by()), Types.BIGINT)
                .query((row, _) -> new Waiting(row.getLong("number"), opened(EntrySeal.closed(row))))
                .list();
    }

    private @Nullable Entry opened(Entry closed) {
        try {
            return seal.opened(closed);
        } catch (Altered _) {
            return null;
        }
    }

    // All tiles from one on and before another, the last first.
    private void walk(Wanted wanted, Taker taker, long below, long lowest, long end) {
        boolean on = true;
        for (long high = end; high > lowest && on; high -= BATCH_TILES) {
            var batch = LongStream.range(Math.max(lowest, high - BATCH_TILES), high)
                    .boxed()
                    .toList();
            on = take(wanted, taker, below, batch);
        }
    }

    private boolean walk(Wanted wanted, Taker taker, long below, List<Long> tiles) {
        boolean on = true;
        for (int at = 0; at < tiles.size() && on; at += BATCH_TILES) {
            on = take(wanted, taker, below, tiles.subList(at, Math.min(tiles.size(), at + BATCH_TILES)));
        }
        return on;
    }

    private boolean take(Wanted wanted, Taker taker, long below, List<Long> tiles) {
        return hand(ofTiles(wanted, tiles, below), taker);
    }

    // To open them takes longer than to find them: all processors take part.
    private boolean hand(List<Numbered> closed, Taker taker) {
        var opened = closed.parallelStream().map(each -> opened(each.entry())).toArray(Entry[]::new);
        boolean on = true;
        for (int at = 0; at < opened.length && on; at++) {
            on = taker.take(OptionalLong.of(closed.get(at).number()), opened[at]);
        }
        return on;
    }

    /// @param entry with its content sealed
    private record Numbered(long number, Entry entry) {}

    private static @Nullable Long account(@Nullable Handle by) {
        return by != null && by.kind() == Handle.Kind.ACCOUNT ? Long.valueOf(by.value()) : null;
    }

    private List<Numbered> ofTiles(Wanted wanted, List<Long> tiles, long below) {
        var by = wanted.by();
        return sql.sql(OF_TILES)
                .param("tiles", tiles.toArray(Long[]::new))
                .param("below", below)
                .param("from", wanted.from())
                .param("until", wanted.until())
                .param("account", account(by), Types.BIGINT)
                .query((row, _) -> new Numbered(row.getLong("number"), EntrySeal.closed(row)))
                .list();
    }

    private List<Numbered> ofNumbers(Wanted wanted, long[] numbers) {
        return sql.sql(OF_NUMBERS)
                .param("numbers", numbers)
                .param("from", wanted.from())
                .param("until", wanted.until())
                .query((row, _) -> new Numbered(row.getLong("number"), EntrySeal.closed(row)))
                .list();
    }
}
