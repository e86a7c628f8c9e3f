package io.carekeep.store;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.base.database.BeginAgain;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Room in the heap for what is large. A request that brings or asks for much waits, in the order of arrival, until
/// those before it leave enough; small ones never do. What a request holds is the most that it needed at once, until it
/// [#leave]s. Work that no request asked for has few threads and is not counted.
public final class Room {

    /// What is not longer than this needs no room.
    public static final int LARGE = 64 * 1024;

    private static final int UNIT = 16 * 1024;
    private static final long WAIT_SECONDS = 60;

    private final int total;
    private final long wait;
    private final Semaphore free;
    private final ThreadLocal<Integer> held = new ThreadLocal<>();

    /// Room for what the heap has beside everything else.
    public Room() {
        this(Runtime.getRuntime().maxMemory() / 8 * 5, WAIT_SECONDS);
    }

    Room(long bytes, long waitSeconds) {
        this.total = Math.toIntExact(bytes / UNIT);
        this.wait = waitSeconds;
        this.free = new Semaphore(total, true);
    }

    /// A request begins on this thread.
    public void arrive() {
        held.set(0);
    }

    /// Waits until this request may hold so many bytes in all. What is more than the room waits until it is alone.
    /// @throws BeginAgain in a transaction that would have to wait: it has locks that others wait for
    /// @throws Refused with [Problem.Unavailable] when others hold the room for long
    public void hold(long bytes) {
        if (bytes <= LARGE) {
            return;
        }
        var has = held.get();
        if (has == null) {
            return;
        }
        int wanted = (int) Math.min(total, Math.ceilDiv(bytes, UNIT));
        if (wanted <= has) {
            return;
        }
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            if (!free.tryAcquire(wanted - has)) {
                throw new BeginAgain(() -> hold(bytes));
            }
        } else {
            // Whoever waits holds nothing, so nobody waits forever.
            leave();
            held.set(0);
            acquire(wanted);
        }
        held.set(wanted);
    }

    private void acquire(int units) {
        try {
            if (free.tryAcquire(units, wait, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new Refused(new Problem.Unavailable(
                "the server is busy with other large records: try again, or ask for less at once"));
    }

    /// The request of this thread is done with.
    public void leave() {
        var has = held.get();
        held.remove();
        if (has != null && has > 0) {
            free.release(has);
        }
    }
}
