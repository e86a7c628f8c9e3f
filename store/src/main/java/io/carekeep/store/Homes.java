package io.carekeep.store;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.vault.HomeKey;
import io.carekeep.vault.KeysUnusable;
import io.carekeep.vault.Vault;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The keys of homes.
public final class Homes {

    // Only under an epoch that is there, and stays until this is committed: an epoch ends when no home needs it.
    private static final String ADD = """
            with live as (
                select generation
                  from vault.key
                 where purpose = 'epoch'
                   and generation = any(:epochs)
                   for key share)
            insert into store.home (home, epoch, wrapped)
            select added.home, added.epoch, added.wrapped
              from unnest(:homes::bigint[], :epochs::integer[], :wrapped::bytea[]) as added (home, epoch, wrapped)
              join live on live.generation = added.epoch
             where not exists (select 1 from store.tombstone where tombstone.home = added.home)
             order by added.home
                on conflict (home) do nothing
            returning (select step from store.indexing) as step
            """;
    // The lock is shared with other writers and keeps an erasure out until this transaction ends. A key that a writer
    // added while the erasure was being committed stays unused.
    private static final String LOCK = """
            select h.home, h.epoch, h.wrapped, (select step from store.indexing) as step
              from store.home h
             where h.home = any(:homes)
               and not exists (select 1 from store.tombstone t where t.home = h.home)
             order by h.home
               for key share of h
            """;
    private static final String READ = """
            select epoch, wrapped
              from store.home
             where home = :home
            """;
    private static final int ADDS_MAX = 3;

    private final JdbcClient sql;
    private final JdbcClient outside;
    private final Vault vault;

    /// @param sql inside the request's transaction
    /// @param outside of any request's transaction
    Homes(JdbcClient sql, JdbcClient outside, Vault vault) {
        this.sql = sql;
        this.outside = outside;
        this.vault = vault;
    }

    /// Opens the keys of homes that are written to, and keeps these homes from being erased until the transaction ends.
    /// A home that is new gets a key. The statement that does so also reads the step of the index ([Indexing]).
    /// @param fresh those of the homes that only this transaction can know
    /// @param locked rows that [Rows#lock] read in this transaction, whose homes it locked
    /// @throws Refused when one was erased
    public Held lock(Collection<Long> homes, Collection<Long> fresh, Collection<SealedRow> locked) {
        var asked = new TreeSet<>(homes);
        asked.remove(Numbering.SHARED);
        var keys = new HashMap<Long, HomeKey>();
        keys.put(Numbering.SHARED, vault.shared());
        int step = added(fresh, keys);
        for (var row : locked) {
            step = Math.max(step, row.step());
            var wrapped = row.wrapped();
            if (wrapped != null && asked.contains(row.row().home())) {
                keys.put(row.row().home(), open(row.row().home(), row.epoch(), wrapped));
            }
        }
        asked.removeAll(keys.keySet());
        if (asked.isEmpty()) {
            return new Held(keys, step);
        }
        step = Math.max(step, read(asked, keys));
        for (int adds = 0; !keys.keySet().containsAll(asked) && adds < ADDS_MAX; adds++) {
            asked.removeAll(keys.keySet());
            add(outside, asked.stream().map(vault::newHome).toList());
            step = Math.max(step, read(asked, keys));
            if (!keys.keySet().containsAll(asked)) {
                vault.refresh();
            }
        }
        if (!keys.keySet().containsAll(asked)) {
            throw new Refused(
                    new Problem.Conflict("the records of this patient were erased: nothing can be added to them"));
        }
        return new Held(keys, step);
    }

    /// Homes that are held until the transaction ends.
    /// @param step of the index, as the transaction saw it; [SealedRow#UNASKED] when there was nothing to hold
    public record Held(Map<Long, HomeKey> keys, int step) {}

    private int read(Collection<Long> homes, Map<Long, HomeKey> into) {
        var step = new int[] {SealedRow.UNASKED};
        sql.sql(LOCK).param("homes", homes.toArray(Long[]::new)).query((RowCallbackHandler) row -> {
            long home = row.getLong("home");
            into.put(home, open(home, row.getInt("epoch"), row.getBytes("wrapped")));
            step[0] = row.getInt("step");
        });
        return step[0];
    }

    /// Opens a home's key as it was read. It is read once more when its epoch ended since, for it has been wrapped
    /// under a newer one, and when there was none: a row that moved to another home while its lock was waited for
    /// comes without the key of that home.
    /// @throws KeysUnusable when the epoch has been destroyed, or the home erased
    HomeKey open(long home, int epoch, byte @Nullable [] wrapped) {
        if (wrapped == null) {
            return readAgain(home).orElseThrow(() -> new KeysUnusable("the home of this row has no key"));
        }
        try {
            return vault.openHome(home, epoch, wrapped);
        } catch (KeysUnusable gone) {
            return readAgain(home).orElseThrow(() -> gone);
        }
    }

    private Optional<HomeKey> readAgain(long home) {
        return outside.sql(READ)
                .param("home", home)
                .query((row, _) -> vault.openHome(home, row.getInt("epoch"), row.getBytes("wrapped")))
                .optional();
    }

    // Nobody else adds them meanwhile, so nobody waits for this transaction.
    private int added(Collection<Long> fresh, Map<Long, HomeKey> into) {
        var keys = fresh.stream().map(vault::newHome).toList();
        var steps = keys.isEmpty() ? List.<Integer>of() : add(sql, keys);
        if (!keys.isEmpty() && steps.size() == keys.size()) {
            keys.forEach(key -> into.put(key.home(), key));
        }
        return steps.stream().findFirst().orElse(SealedRow.UNASKED);
    }

    private static List<Integer> add(JdbcClient sql, List<HomeKey> fresh) {
        return sql.sql(ADD)
                .param("homes", fresh.stream().map(HomeKey::home).toArray(Long[]::new))
                .param("epochs", fresh.stream().map(HomeKey::epoch).toArray(Integer[]::new))
                .param("wrapped", fresh.stream().map(HomeKey::wrapped).toArray(byte[][]::new))
                .query((row, _) -> row.getInt("step"))
                .list();
    }
}
