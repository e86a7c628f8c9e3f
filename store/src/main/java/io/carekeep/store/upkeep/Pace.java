package io.carekeep.store.upkeep;

import io.carekeep.base.Check;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// How fast background work goes on, so that requests don't feel it.
/// @param perSecond how many rows
public record Pace(int perSecond) {

    /// For when nobody else is there.
    public static final Pace FREE = new Pace(Integer.MAX_VALUE);

    public Pace {
        Check.that(perSecond > 0, "work goes on");
    }

    /// Rests after some rows as long as they may take, less what they took.
    void rest(long rows, Duration took) {
        long nanos = rows * TimeUnit.SECONDS.toNanos(1) / perSecond - took.toNanos();
        if (nanos > 0) {
            LockSupport.parkNanos(nanos);
        }
    }
}
