package io.carekeep.alarm.watch;

import io.carekeep.alarm.Alarm;
import io.carekeep.alarm.Alarms;
import io.carekeep.alarm.Finding;
import io.carekeep.alarm.Subject;
import io.carekeep.alarm.Watched;
import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.base.Workers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Runs the checks that are cheap every few seconds, each process its own, and lets the heart beat. It has a thread of
/// its own, so that it notices when the one that pages hangs.
public final class Watchman implements AutoCloseable {

    private enum Event {
        WATCH_FAILED
    }

    private static final EventLog LOG = new EventLog(Watchman.class);
    private static final Duration LOOKED_EVERY = Duration.ofSeconds(10);
    private static final Duration VERIFIED_EVERY = Duration.ofMinutes(10);
    private static final Duration STOP_MAX = Duration.ofSeconds(1);

    private final Alarms alarms;
    private final List<Watched> watched;
    private final ScheduledExecutorService looking = Workers.scheduled("alarm-watch");
    // A watcher outside that answers slowly must not keep the checks waiting.
    private final ScheduledExecutorService beating = Workers.scheduled("alarm-heartbeat");

    public Watchman(Alarms alarms, List<Watched> watched) {
        this.alarms = alarms;
        this.watched = List.copyOf(watched);
    }

    /// Begins to look.
    public void start() {
        every(looking, LOOKED_EVERY, this::look);
        every(looking, VERIFIED_EVERY, alarms::verify);
    }

    /// Lets the heart beat too.
    public void start(Heartbeat heartbeat, Duration every) {
        every(beating, every, heartbeat::beat);
    }

    private static void every(ScheduledExecutorService worker, Duration time, Runnable work) {
        var _ = worker.scheduleWithFixedDelay(
                () -> carriedOut(work), time.toMillis(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    // The next time may be better, and a database that is away is what the heartbeat tells by its silence. A timer that
    // meets a failure it does not know would stop for good.
    private static void carriedOut(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | AssertionError failure) {
            LOG.warn(Event.WATCH_FAILED, new LogField.Failure(failure));
        }
    }

    /// Looks once, and raises what it finds.
    public void look() {
        watched.forEach(each -> carriedOut(() -> look(each)));
    }

    private void look(Watched each) {
        if (each.probe().run(Subject.NONE) instanceof Finding.Failed(var evidence)) {
            alarms.raise(new Alarm(each.probe().kind(), each.severity(), Subject.NONE, evidence));
        }
    }

    @Override
    public void close() {
        Workers.end(looking, STOP_MAX);
        Workers.end(beating, STOP_MAX);
    }
}
