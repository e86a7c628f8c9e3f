package io.carekeep.identity.wiring;

import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.base.Workers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;

/// Forgets, every few minutes, what has expired.
final class Upkeep implements AutoCloseable {

    private enum Event {
        UPKEEP_FAILED
    }

    private static final EventLog LOG = new EventLog(Upkeep.class);
    private static final Duration EVERY = Duration.ofMinutes(5);

    private static final Duration STOP_MAX = Duration.ofSeconds(1);

    private final ScheduledExecutorService timer = Workers.scheduled("identity-upkeep");

    Upkeep(List<Runnable> jobs) {
        var _ = timer.scheduleWithFixedDelay(
                () -> jobs.forEach(Upkeep::run), EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    // The next time may be better: an expired row left behind opens nothing.
    private static void run(Runnable job) {
        try {
            job.run();
        } catch (DataAccessException failure) {
            LOG.warn(Event.UPKEEP_FAILED, new LogField.Failure(failure));
        }
    }

    @Override
    public void close() {
        Workers.end(timer, STOP_MAX);
    }
}
