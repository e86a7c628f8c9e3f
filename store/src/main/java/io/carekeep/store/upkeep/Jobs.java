package io.carekeep.store.upkeep;

import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.base.Workers;
import io.carekeep.vault.KeysUnusable;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;

/// Runs upkeep on a schedule: ends epochs within a day of an erasure, and reads every row again each day.
public final class Jobs implements AutoCloseable {

    private enum Event {
        HOMES_REWRAPPED,
        STORE_SCRUBBED,
        STORE_FLAWED,
        UPKEEP_FAILED
    }

    private static final EventLog LOG = new EventLog(Jobs.class);
    private static final Duration REWRAP_EVERY = Duration.ofHours(1);
    private static final Duration SCRUB_EVERY = Duration.ofHours(20);
    private static final Duration STOP_MAX = Duration.ofSeconds(2);

    private final Rewrap rewrap;
    private final Scrub scrub;
    private final ScheduledExecutorService worker = Workers.scheduled("store-upkeep");

    public Jobs(Rewrap rewrap, Scrub scrub) {
        this.rewrap = rewrap;
        this.scrub = scrub;
        schedule(this::endEpochs, REWRAP_EVERY);
        schedule(this::readAgain, SCRUB_EVERY);
    }

    private void schedule(Runnable job, Duration every) {
        var _ = worker.scheduleWithFixedDelay(
                () -> carriedOut(job), every.toSeconds(), every.toSeconds(), TimeUnit.SECONDS);
    }

    // The next time may be better; each job goes on where it was cut off.
    private static void carriedOut(Runnable job) {
        try {
            job.run();
        } catch (DataAccessException | KeysUnusable failure) {
            LOG.error(Event.UPKEEP_FAILED, new LogField.Failure(failure));
        }
    }

    private void endEpochs() {
        if (rewrap.due()) {
            LOG.info(Event.HOMES_REWRAPPED, new LogField.Count("homes", rewrap.run()));
        }
    }

    private void readAgain() {
        var report = scrub.run();
        LOG.info(
                Event.STORE_SCRUBBED,
                new LogField.Count("rows", report.rows()),
                new LogField.Count("versions", report.versions()));
        for (var flaw : report.flaws()) {
            LOG.error(
                    Event.STORE_FLAWED,
                    new LogField.Word("kind", flaw.kind()),
                    new LogField.Surrogate("number", flaw.number()),
                    new LogField.Count("version", flaw.version()));
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
        try {
            var _ = worker.awaitTermination(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
