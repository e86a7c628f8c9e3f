package io.carekeep.vault;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;

/// Keeps costly objects that only one thread may use at a time. Virtual threads come and go with each request, so what
/// a thread keeps for itself would be made anew each time.
final class Pool<T> {

    private static final int KEPT = 64;

    private final Supplier<T> make;
    private final ArrayBlockingQueue<T> free = new ArrayBlockingQueue<>(KEPT);

    Pool(Supplier<T> make) {
        this.make = make;
    }

    T take() {
        var kept = free.poll();
        return kept == null ? make.get() : kept;
    }

    /// One that failed in use isn't given back.
    void give(T used) {
        free.offer(used);
    }
}
