package io.carekeep.base;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Makes and ends the threads of background work.
public final class Workers {

    private Workers() {}

    /// One daemon thread that works on a schedule. It does not carry the class loader of whoever asks for it, which can
    /// be a web application's that ends sooner.
    public static ScheduledExecutorService scheduled(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = Thread.ofPlatform().daemon().name(name).unstarted(task);
            thread.setContextClassLoader(Workers.class.getClassLoader());
            return thread;
        });
    }

    /// Ends background work and returns when it has ended, or after a time. What runs is let go on at first: an
    /// interrupt
    /// in the middle of a statement closes the connection.
    public static void end(ExecutorService worker, Duration most) {
        worker.shutdown();
        try {
            if (!worker.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException _) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
