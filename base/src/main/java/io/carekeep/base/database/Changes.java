package io.carekeep.base.database;

import com.zaxxer.hikari.HikariDataSource;
import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Hears, within milliseconds, what any process has committed that others believe for a time: a word and a number, such
/// as `account 7`, and nothing else. Triggers tell it, and whoever writes. A connection that listens can break or be
/// deaf for a while, so
/// whoever is told by it goes on looking for itself: https://www.postgresql.org/docs/18/sql-notify.html.
public final class Changes implements AutoCloseable {

    /// Whether it listens at present.
    private enum Event {
        CHANGES_HEARD,
        CHANGES_UNHEARD
    }

    /// The channel; triggers in several modules' migrations name it too.
    static final String CHANNEL = "carekeep_access";

    private static final EventLog LOG = new EventLog(Changes.class);
    private static final int WAIT_MILLIS = 250;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
    private static final Duration STOP_MAX = Duration.ofSeconds(2);

    private final HikariDataSource source;
    private final Map<String, LongConsumer> told = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private boolean unheard;

    private Changes(HikariDataSource source) {
        this.source = source;
        this.thread = Thread.ofPlatform().daemon().name("changes").unstarted(this::listen);
        thread.setContextClassLoader(Changes.class.getClassLoader());
    }

    /// Listens until it is closed.
    public static Changes of(Database database) {
        var changes = new Changes(database.looksSource());
        changes.thread.start();
        return changes;
    }

    /// Tells somebody of each change that has this word.
    /// @param consumer gets the number; it is quick and does not fail
    public void tell(String word, LongConsumer consumer) {
        told.put(word, consumer);
    }

    /// Tells each process, once the transaction at hand is committed.
    /// @param sql inside that transaction
    public static void tell(JdbcClient sql, String word, long number) {
        sql.sql("select pg_notify(:channel, :change)")
                .param("channel", CHANNEL)
                .param("change", word + " " + number)
                .query((_, _) -> true)
                .list();
    }

    private void listen() {
        while (closed.getCount() > 0) {
            try (var connection = source.getConnection()) {
                hear(connection);
                // Nobody else gets one that listens, or that has broken.
                source.evictConnection(connection);
            } catch (SQLException failure) {
                deaf(failure);
            }
        }
    }

    private void hear(Connection connection) {
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
            if (unheard) {
                unheard = false;
                LOG.info(Event.CHANGES_HEARD);
            }
            var listening = connection.unwrap(PGConnection.class);
            while (closed.getCount() > 0) {
                pass(listening.getNotifications(WAIT_MILLIS));
                // A wire that was cut somewhere else looks like silence.
                statement.execute("select 1");
            }
        } catch (SQLException failure) {
            deaf(failure);
        }
    }

    private void deaf(SQLException failure) {
        if (closed.getCount() > 0 && !unheard) {
            unheard = true;
            LOG.warn(Event.CHANGES_UNHEARD, new LogField.Failure(failure));
        }
        try {
            var _ = closed.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(PGNotification @Nullable [] notifications) {
        if (notifications == null) {
            return;
        }
        for (var each : notifications) {
            var words = each.getParameter().split(" ", -1);
            var consumer = told.get(words[0]);
            // Any role of the database may say something here: what isn't one of ours is nothing.
            if (consumer != null && words.length == 2 && words[1].matches("\\d{1,18}")) {
                consumer.accept(Long.parseLong(words[1]));
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            var _ = thread.join(STOP_MAX);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
