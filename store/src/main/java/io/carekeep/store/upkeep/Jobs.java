package io.carekeep.store.upkeep;

import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.base.Refused;
import io.carekeep.base.Workers;
import io.carekeep.vault.KeysUnusable;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;

/// Runs upkeep on a schedule: ends epochs within a day of an erasure, reads every row again each day, and brings
/// rows to another token key or extraction, and records to the labels in force, as soon as that is due.
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
    private static final Duration REINDEX_EVERY = Duration.ofSeconds(10);
    private static final Duration RELABEL_EVERY = Duration.ofSeconds(3);
    private static final Duration STOP_MAX = Duration.ofSeconds(2);

    private final Rewrap rewrap;
    private final Scrub scrub;
    private final Reindex reindex;
    private final Relabel relabel;
    private final ScrubWatch watch;
    private final ScheduledExecutorService worker = Workers.scheduled("store-upkeep");
    // A walk over all rows can take hours, and epochs are to end in time.
    private final ScheduledExecutorService walker = Workers.scheduled("store-reindex");
    private final ScheduledExecutorService labeller = Workers.scheduled("store-relabel");

    public Jobs(Rewrap rewrap, Scrub scrub, Reindex reindex, Relabel relabel, ScrubWatch watch) {
        this.rewrap = rewrap;
        this.scrub = scrub;
        this.reindex = reindex;
        this.relabel = relabel;
        this.watch = watch;
        schedule(worker, this::endEpochs, REWRAP_EVERY);
        schedule(worker, this::readAgain, SCRUB_EVERY);
        schedule(walker, this::indexAgain, REINDEX_EVERY);
        schedule(labeller, this::labelAgain, RELABEL_EVERY);
    }

    private static void schedule(ScheduledExecutorService on, Runnable job, Duration every) {
        var _ = on.scheduleWithFixedDelay(
                () -> carriedOut(job), every.toSeconds(), every.toSeconds(), TimeUnit.SECONDS);
    }

    // The next time may be better; each job goes on where it was cut off.
    private static void carriedOut(Runnable job) {
        try {
            job.run();
        } catch (DataAccessException | KeysUnusable | Refused failure) {
            LOG.error(Event.UPKEEP_FAILED, new LogField.Failure(failure));
        }
    }

    private void endEpochs() {
        if (rewrap.due()) {
            LOG.info(Event.HOMES_REWRAPPED, new LogField.Count("homes", rewrap.run()));
        }
    }

    private void indexAgain() {
        if (reindex.due()) {
            reindex.run();
        }
    }

    private void labelAgain() {
        if (relabel.due()) {
            relabel.run();
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
        watch.scrubbed(report);
    }

    @Override
    public void close() {
        reindex.stop();
        relabel.stop();
        Workers.end(labeller, STOP_MAX);
        Workers.end(walker, STOP_MAX);
        Workers.end(worker, STOP_MAX);
    }
}
