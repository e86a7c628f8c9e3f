package io.carekeep.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Lets many clients do something at the same moment.
public final class AtOnce {

    private AtOnce() {}

    /// What one client does.
    public interface Work<T> {
        /// @param client its number, from 0
        T done(int client) throws Exception;
    }

    /// Starts all clients together and returns what each got, by number. The first failure of one fails the test.
    public static <T> List<T> of(int clients, Work<T> work) throws InterruptedException {
        var ready = new CountDownLatch(clients);
        var running = new ArrayList<Future<T>>(clients);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < clients; client++) {
                int number = client;
                running.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return work.done(number);
                }));
            }
        }
        var got = new ArrayList<T>(clients);
        for (int client = 0; client < clients; client++) {
            try {
                got.add(running.get(client).get());
            } catch (ExecutionException failure) {
                throw new AssertionError("client " + client + " failed", failure.getCause());
            }
        }
        return got;
    }
}
