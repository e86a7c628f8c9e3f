package io.carekeep.alarm.paging;

import io.carekeep.alarm.Alarms;
import io.carekeep.alarm.Duties;
import io.carekeep.alarm.Duty;
import io.carekeep.alarm.Outbox;
import io.carekeep.alarm.Severity;
import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.base.Workers;
import io.carekeep.base.database.Alone;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/// Sends the pages that are waiting, and escalates what nobody took in time. Of several processes one does it at a
/// time.
///
/// A page is written down as sent after it was sent, so a crash in between sends it once more, under the same id.
public final class Pager implements AutoCloseable {

    private enum Event {
        PAGED,
        PAGING_FAILED
    }

    /// That pages are sent.
    public static final Duty PAGING = new Duty("paging", Duration.ofMinutes(5), Severity.CRITICAL);

    private static final EventLog LOG = new EventLog(Pager.class);
    private static final int WORK = 3;
    private static final int PAGES_MAX = 50;
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration NOTED_EVERY = Duration.ofSeconds(30);

    private final Alarms alarms;
    private final Outbox outbox;
    private final Channels channels;
    private final Duties duties;
    private final DataSource source;
    private final String site;
    private final Clock clock;
    private final ScheduledExecutorService worker = Workers.scheduled("alarm-paging");
    private Instant noted = Instant.EPOCH;

    /// @param source of connections that no request holds
    /// @param site what pages call this site
    public Pager(
            Alarms alarms,
            Outbox outbox,
            Channels channels,
            Duties duties,
            DataSource source,
            String site,
            Clock clock) {
        this.alarms = alarms;
        this.outbox = outbox;
        this.channels = channels;
        this.duties = duties;
        this.source = source;
        this.site = site;
        this.clock = clock;
    }

    /// Begins to page, every few seconds.
    public void start() {
        var _ = worker.scheduleWithFixedDelay(
                this::carriedOut, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    // The next time may be better, and a timer that meets a failure it does not know would stop for good.
    private void carriedOut() {
        try {
            page();
        } catch (RuntimeException | AssertionError failure) {
            LOG.error(Event.PAGING_FAILED, new LogField.Failure(failure));
        }
    }

    /// Does once what is due, unless another process is at it.
    public void page() {
        var alone = Alone.at(WORK, source);
        if (alone.isEmpty()) {
            return;
        }
        try (var _ = alone.get()) {
            alarms.escalate();
            send();
            note();
        }
    }

    // A write every two seconds would be much for a server that has nothing to do.
    private void note() {
        var now = clock.instant();
        if (!now.isBefore(noted.plus(NOTED_EVERY))) {
            duties.done(PAGING);
            noted = now;
        }
    }

    // A channel that has just failed would only keep the others waiting.
    private void send() {
        var failed = new HashSet<String>();
        for (var waiting : outbox.due(clock.instant(), PAGES_MAX)) {
            if (!failed.contains(waiting.channel())) {
                send(waiting, failed);
            }
        }
    }

    private void send(Outbox.Waiting waiting, Set<String> failed) {
        var page = alarms.find(waiting.about()).map(about -> new Page(waiting, about, site));
        boolean sent = page.flatMap(text -> channels.find(waiting.channel()).map(channel -> delivered(channel, text)))
                .orElse(false);
        if (sent) {
            alarms.sent(waiting);
            LOG.info(Event.PAGED, new LogField.Surrogate("alarm", waiting.about()));
        } else {
            failed.add(waiting.channel());
            outbox.failed(waiting, clock.instant());
        }
    }

    // One page that can't be sent, whyever, must not keep the others back.
    private static boolean delivered(Channel channel, Page page) {
        try {
            return channel.sent(page);
        } catch (RuntimeException failure) {
            LOG.error(Event.PAGING_FAILED, new LogField.Failure(failure));
            return false;
        }
    }

    @Override
    public void close() {
        Workers.end(worker, EVERY);
    }
}
