package io.carekeep.base;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/// Makes the threads of background work.
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
}
