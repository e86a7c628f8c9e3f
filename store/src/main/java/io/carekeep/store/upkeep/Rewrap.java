package io.carekeep.store.upkeep;

import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.base.database.Alone;
import io.carekeep.base.database.Database;
import io.carekeep.store.Store;
import io.carekeep.vault.Altered;
import io.carekeep.vault.HomeKey;
import io.carekeep.vault.KeysUnusable;
import io.carekeep.vault.Vault;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wraps every home's key under a new epoch and destroys the old ones, while requests go on. After that no copy of the
/// database from before opens by itself, and the key of an erased home opens nowhere.
///
/// It can be stopped at any moment: what is left to do is what still stands under an old epoch.
public final class Rewrap {

    private enum Event {
        EPOCH_BEGUN,
        EPOCH_ENDED
    }

    private static final EventLog LOG = new EventLog(Rewrap.class);

    /// How long erasures are gathered before their epoch ends: half of the day that is promised.
    public static final Duration GATHERING = Duration.ofHours(12);

    private static final int BATCH = 500;
    private static final int WORK = 1;

    private static final String DUE = """
            select exists (
                select 1
                  from store.tombstone
                 where epoch >= :oldest
                   and at <= :until)
            """;
    // Keys that a writer made while an erasure was being committed: nothing was ever sealed under them.
    private static final String DROP_STRAY = """
            delete from store.home
             where home in (select home from store.tombstone)
            """;
    private static final String NEXT = """
            select home, epoch, wrapped
              from store.home
             where epoch < :current
             order by epoch, home
             limit :most
            """;
    // Not a column that others refer to: writers who hold the home aren't disturbed.
    private static final String WRAP = """
            update store.home h
               set epoch = fresh.epoch, wrapped = fresh.wrapped
              from unnest(:homes::bigint[], :epochs::integer[], :wrapped::bytea[], :before::integer[])
                   as fresh (home, epoch, wrapped, before)
             where h.home = fresh.home
               and h.epoch = fresh.before
            """;
    private static final String USED = """
            select exists (select 1 from store.home where epoch = :epoch)
            """;

    private final Vault vault;
    private final Database database;
    private final JdbcClient sql;
    private final Clock clock;
    private final Pace pace;

    /// @param pace homes a second
    public Rewrap(Store store, Database database, Clock clock, Pace pace) {
        this.vault = store.vault();
        this.database = database;
        this.sql = database.sql();
        this.clock = clock;
        this.pace = pace;
    }

    /// Whether there is something to do: an erasure whose key an old copy could still open, or a run that was cut off.
    /// Asked every hour, the promised day is kept.
    public boolean due() {
        vault.refresh();
        return vault.epochs().size() > 1
                || sql.sql(DUE)
                        .param("oldest", vault.epochs().getFirst())
                        .param("until", clock.millis() - GATHERING.toMillis())
                        .query(Boolean.class)
                        .single();
    }

    /// Begins an epoch and ends all that were before, after finishing a run that was cut off.
    /// @return how many keys were wrapped anew; 0 when another process is at it
    /// @throws KeysUnusable naming a home whose key doesn't open: the old epoch stays until that is mended
    public long run() {
        var alone = Alone.at(WORK, database.owner());
        if (alone.isEmpty()) {
            return 0;
        }
        try (var _ = alone.get()) {
            vault.refresh();
            long wrapped = endOld();
            int epoch = vault.newEpoch();
            LOG.info(Event.EPOCH_BEGUN, new LogField.Surrogate("epoch", epoch));
            return wrapped + endOld();
        }
    }

    private long endOld() {
        long wrapped = 0;
        while (vault.epochs().size() > 1) {
            sql.sql(DROP_STRAY).update();
            for (int done = wrapSome(); done > 0; done = wrapSome()) {
                wrapped += done;
            }
            for (int epoch : vault.epochs()) {
                if (epoch < vault.currentEpoch() && retired(epoch)) {
                    LOG.info(Event.EPOCH_ENDED, new LogField.Surrogate("epoch", epoch));
                }
            }
            vault.destroyRetired();
        }
        return wrapped;
    }

    private int wrapSome() {
        long started = System.nanoTime();
        var before = sql.sql(NEXT)
                .param("current", vault.currentEpoch())
                .param("most", BATCH)
                .query((row, _) -> opened(row.getLong("home"), row.getInt("epoch"), row.getBytes("wrapped")))
                .list();
        if (!before.isEmpty()) {
            wrap(before);
            pace.rest(before.size(), Duration.ofNanos(System.nanoTime() - started));
        }
        return before.size();
    }

    private HomeKey opened(long home, int epoch, byte[] wrapped) {
        try {
            return vault.openHome(home, epoch, wrapped);
        } catch (Altered _) {
            throw new KeysUnusable("the key of home " + home
                    + " in the database was altered: put it back from a backup, or erase that home");
        }
    }

    private void wrap(List<HomeKey> before) {
        var fresh = before.stream().map(vault::rewrapped).toList();
        sql.sql(WRAP)
                .param("homes", fresh.stream().map(HomeKey::home).toArray(Long[]::new))
                .param("epochs", fresh.stream().map(HomeKey::epoch).toArray(Integer[]::new))
                .param("wrapped", fresh.stream().map(HomeKey::wrapped).toArray(byte[][]::new))
                .param("before", before.stream().map(HomeKey::epoch).toArray(Integer[]::new))
                .update();
    }

    // A writer who wrapped a new home under the epoch meanwhile keeps it alive for another round.
    private boolean retired(int epoch) {
        return Boolean.TRUE.equals(database.transactions().execute(status -> {
            vault.retireEpoch(epoch);
            boolean used =
                    sql.sql(USED).param("epoch", epoch).query(Boolean.class).single();
            if (used) {
                status.setRollbackOnly();
            }
            return !used;
        }));
    }
}
