package io.carekeep.audit.numbering;

import io.carekeep.audit.tiles.TilesUnusable;
import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.base.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    private final List<Job> carrying;

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
        this.carrying = publishers.stream()
                .map(publisher -> new Job(publisher::publish, Event.AUDIT_TILES_FAILED, Event.AUDIT_TILES_GO_ON))
                .toList();
        for (int at = 0; at < carriers.size(); at++) {
            schedule(carriers.get(at), carrying.get(at), PUBLISH_EVERY);
        }
    }

    /// Why the tiles have not reached a place outside for longer than this, or what lies there is not this log; empty
    /// when all places have them.
    public Optional<TilesUnusable.Why> trouble(Duration most) {
        return carrying.stream().flatMap(job -> job.trouble(most).stream()).findFirst();
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
        private volatile TilesUnusable.Why why = TilesUnusable.Why.UNREACHABLE;
        private volatile long well = System.nanoTime();

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
                why = TilesUnusable.Why.UNREACHABLE;
                well = System.nanoTime();
            } catch (TilesUnusable unusable) {
                why = unusable.why();
                tell(new LogField.Word("why", unusable.why()));
            } catch (RuntimeException | AssertionError failure) {
                tell(new LogField.Failure(failure));
            }
        }

        // What hangs fails too. A place that can't be reached may be there again soon; what it holds does not change.
        Optional<TilesUnusable.Why> trouble(Duration most) {
            boolean late = System.nanoTime() - well > most.toNanos();
            return Optional.of(why).filter(each -> late || each != TilesUnusable.Why.UNREACHABLE);
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
