package io.carekeep.access.emergency;

import io.carekeep.alarm.Alarm;
import io.carekeep.alarm.Alarms;
import io.carekeep.alarm.Evidence;
import io.carekeep.alarm.Kind;
import io.carekeep.alarm.Severity;
import io.carekeep.alarm.Subject;
import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/// What is open to whom at present. What was looked up is believed for half a second, or until a change is told of, so
/// that it costs a busy caller nothing. A row that is not as it was written opens nothing and raises an alarm.
public final class Openings {

    /// A row that opens a patient's records is not one of ours.
    public static final Kind ALTERED = new Kind("emergency-altered");

    private enum Event {
        ALARM_NOT_RAISED
    }

    private static final EventLog LOG = new EventLog(Openings.class);
    private static final long BELIEVED_MILLIS = 500;
    private static final int BELIEVED_MAX = 10_000;

    private record Known(List<Emergency> open, long looked) {}

    private final JdbcClient sql;
    private final EmergencySeal seal;
    private final Alarms alarms;
    private final Clock clock;
    private final ConcurrentHashMap<Long, Known> known = new ConcurrentHashMap<>();
    private final Set<Long> altered = ConcurrentHashMap.newKeySet();
    private final AtomicLong changes = new AtomicLong();

    public Openings(JdbcClient sql, EmergencySeal seal, Alarms alarms, Clock clock) {
        this.sql = sql;
        this.seal = seal;
        this.alarms = alarms;
        this.clock = clock;
    }

    /// What is open to an account now.
    public List<Emergency> of(long account) {
        long now = clock.millis();
        var before = known.get(account);
        // A clock that was set back doesn't prolong the belief.
        var found =
                before != null && Math.abs(now - before.looked()) < BELIEVED_MILLIS ? before : lookedUp(account, now);
        return found.open().stream().filter(each -> each.high() >= now).toList();
    }

    /// Their numbers.
    public long[] numbers(long account) {
        return of(account).stream().mapToLong(Emergency::number).toArray();
    }

    private Known lookedUp(long account, long now) {
        long before = changes.get();
        var open = Emergencies.open(sql, account, now).stream()
                .filter(this::isWhole)
                .toList();
        var found = new Known(open, now);
        if (known.size() >= BELIEVED_MAX) {
            known.clear();
        }
        known.put(account, found);
        // What was looked up before a change is not believed after it.
        if (changes.get() != before) {
            known.remove(account);
        }
        return found;
    }

    private boolean isWhole(Emergency each) {
        boolean whole = isWhole(seal, each);
        if (!whole && altered.add(each.number())) {
            raise(each);
        }
        return whole;
    }

    /// Whether a row is as it was written, but for an end before its time.
    static boolean isWhole(EmergencySeal seal, Emergency each) {
        return each.most() > 0
                && each.high() <= each.most()
                && seal.opened(each).isPresent();
    }

    // If it can't be written down now, the next look raises it.
    private void raise(Emergency each) {
        try {
            var subject = new Subject(each.number(), each.account());
            alarms.raise(new Alarm(ALTERED, Severity.CRITICAL, subject, Evidence.NONE.with("patient", each.home())));
        } catch (DataAccessException | TransactionException failure) {
            altered.remove(each.number());
            LOG.error(Event.ALARM_NOT_RAISED, new LogField.Failure(failure));
        }
    }

    /// Looks anew, because something was opened to this account, or closed.
    public void changed(long account) {
        changes.incrementAndGet();
        known.remove(account);
    }
}
