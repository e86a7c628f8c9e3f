package io.carekeep.audit.numbering;

import io.carekeep.audit.tiles.TilesUnusable;
import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.base.Workers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Runs the sequencer and brings tiles outside while the server runs. Neither holds up a request, and what fails is
/// tried again.
public final class Numbering implements AutoCloseable {

    private enum Event {
        AUDIT_NUMBERING_FAILED,
        AUDIT_NUMBERING_GOES_ON,
        AUDIT_TILES_FAILED,
        AUDIT_TILES_GO_ON
    }

    private static final EventLog LOG = new EventLog(Numbering.class);
    private static final Duration NUMBER_EVERY = Duration.ofMillis(200);
    private static final Duration PUBLISH_EVERY = Duration.ofSeconds(1);
    private static final Duration STOP_MAX = Duration.ofSeconds(2);

    private final Sequencer sequencer;
    private final List<Publisher> publishers;
    private final ScheduledExecutorService numberer = Workers.scheduled("audit-numbers");
    private final List<ScheduledExecutorService> carriers;

    /// Starts both.
    public Numbering(Sequencer sequencer, List<Publisher> publishers) {
        this.sequencer = sequencer;
        this.publishers = List.copyOf(publishers);
        schedule(
                numberer,
                new Job(sequencer::step, Event.AUDIT_NUMBERING_FAILED, Event.AUDIT_NUMBERING_GOES_ON),
                NUMBER_EVERY);
        // A place that hangs holds up no other.
        this.carriers =
                publishers.stream().map(_ -> Workers.scheduled("audit-tiles")).toList();
        for (int at = 0; at < carriers.size(); at++) {
            var publisher = publishers.get(at);
            schedule(
                    carriers.get(at),
                    new Job(publisher::publish, Event.AUDIT_TILES_FAILED, Event.AUDIT_TILES_GO_ON),
                    PUBLISH_EVERY);
        }
    }

    private static void schedule(ScheduledExecutorService on, Job job, Duration every) {
        var _ = on.scheduleWithFixedDelay(job, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    // Says once that it fails and once that it goes on, not five times a second.
    private static final class Job implements Runnable {

        private final Runnable work;
        private final Event fails;
        private final Event goesOn;
        private boolean failed;

        Job(Runnable work, Event fails, Event goesOn) {
            this.work = work;
            this.fails = fails;
            this.goesOn = goesOn;
        }

        @Override
        public void run() {
            try {
                work.run();
                if (failed) {
                    LOG.info(goesOn);
                }
                failed = false;
            } catch (TilesUnusable unusable) {
                tell(new LogField.Word("why", unusable.why()));
            } catch (RuntimeException | AssertionError failure) {
                tell(new LogField.Failure(failure));
            }
        }

        private void tell(LogField what) {
            if (!failed) {
                LOG.error(fails, what);
            }
            failed = true;
        }
    }

    /// Ends, after the entries that are committed have their numbers and have been brought outside.
    @Override
    public void close() {
        numberer.shutdown();
        carriers.forEach(ScheduledExecutorService::shutdown);
        try {
            boolean ended = numberer.awaitTermination(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS);
            if (ended) {
                new Job(() -> sequencer.drain(STOP_MAX), Event.AUDIT_NUMBERING_FAILED, Event.AUDIT_NUMBERING_GOES_ON)
                        .run();
            }
            for (int at = 0; at < carriers.size(); at++) {
                if (carriers.get(at).awaitTermination(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                    new Job(publishers.get(at)::publish, Event.AUDIT_TILES_FAILED, Event.AUDIT_TILES_GO_ON).run();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
