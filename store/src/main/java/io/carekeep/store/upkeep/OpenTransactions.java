package io.carekeep.store.upkeep;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Waits until every transaction of the running servers that is open now has ended, as `create index concurrently`
/// does:
/// what begins later sees what was committed before. Each transaction holds the lock of its own virtual id.
final class OpenTransactions {

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private static final String OPEN = """
            select l.virtualtransaction
              from pg_locks l
              join pg_stat_activity a on a.pid = l.pid
             where l.locktype = 'virtualxid'
               and l.mode = 'ExclusiveLock'
               and l.granted
               and l.pid <> pg_backend_pid()
               and a.usename = current_user
               and a.datname = current_database()
            """;
    private static final String STILL = """
            select exists (
                select 1
                  from pg_locks
                 where locktype = 'virtualxid'
                   and mode = 'ExclusiveLock'
                   and granted
                   and virtualtransaction = any(:open))
            """;

    private OpenTransactions() {}

    /// Returns once they have ended, or when nobody waits any more.
    /// @param sql of the role that the servers work as, outside of a transaction
    static void awaitEnd(JdbcClient sql, BooleanSupplier stopped) {
        List<String> open = sql.sql(OPEN).query((row, _) -> row.getString(1)).list();
        while (!stopped.getAsBoolean()
                && sql.sql(STILL)
                        .param("open", open.toArray(String[]::new))
                        .query(Boolean.class)
                        .single()) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }
}
