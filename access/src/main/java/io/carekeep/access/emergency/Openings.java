package io.carekeep.access.emergency;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What is open to whom at present. What was looked up is believed for half a second, or until a change is told of, so
/// that it costs a busy caller nothing.
public final class Openings {

    private static final long BELIEVED_MILLIS = 500;
    private static final int BELIEVED_MAX = 10_000;

    private record Known(List<Emergency> open, long looked) {}

    private final JdbcClient sql;
    private final Clock clock;
    private final ConcurrentHashMap<Long, Known> known = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    public Openings(JdbcClient sql, Clock clock) {
        this.sql = sql;
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

    private Known lookedUp(long account, long now) {
        long before = changes.get();
        var found = new Known(Emergencies.open(sql, account, now), now);
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

    /// Looks anew, because something was opened to this account, or closed.
    public void changed(long account) {
        changes.incrementAndGet();
        known.remove(account);
    }
}
