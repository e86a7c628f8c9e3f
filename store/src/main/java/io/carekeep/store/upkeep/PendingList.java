package io.carekeep.store.upkeep;

import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.base.Workers;
import io.carekeep.base.database.Database;
import io.carekeep.store.Store;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Moves what was written lately from the index's pending list, which every search reads through, into the index
/// proper.
/// Else a request would do it, once the list is full:
/// https://www.postgresql.org/docs/18/gin.html#GIN-FAST-UPDATE.
public final class PendingList implements AutoCloseable {

    private enum Event {
        PENDING_LIST_NOT_EMPTIED
    }

    private static final EventLog LOG = new EventLog(PendingList.class);
    private static final Duration STOP_MAX = Duration.ofSeconds(5);

    /// How often it looks.
    public static final Duration EVERY = Duration.ofMillis(300);

    private static final String EMPTY = "select gin_clean_pending_list('store.current_index')";

    private final Store store;
    private final JdbcClient sql;
    private final ScheduledExecutorService worker;
    private long done;

    /// Only the index's owner may do this.
    public PendingList(Store store, Database database, Duration every) {
        this.store = store;
        this.sql = JdbcClient.create(database.owner());
        this.worker = Workers.scheduled("pending-list");
        var _ = worker.scheduleWithFixedDelay(this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    // What a row adds to the list is there once its statement is done, before it counts as written.
    private void look() {
        long written = store.rows().written();
        if (written == done) {
            return;
        }
        try {
            empty();
            done = written;
        } catch (DataAccessException failure) {
            LOG.warn(Event.PENDING_LIST_NOT_EMPTIED, new LogField.Failure(failure));
        }
    }

    /// Empties the list now.
    /// @return how many pages it had
    public long empty() {
        return sql.sql(EMPTY).query(Long.class).single();
    }

    @Override
    public void close() {
        worker.shutdown();
        try {
            if (!worker.awaitTermination(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException _) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
