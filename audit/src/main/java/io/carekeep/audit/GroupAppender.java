package io.carekeep.audit;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Makes the entries of many concurrent readers durable with one commit. A reader waits for its entry; what can't be
/// made durable stops the read.
public final class GroupAppender implements AutoCloseable {

    private static final int GROUP_MAX = 512;
    private static final int QUEUE_MAX = 8192;
    private static final long WAIT_MAX_SECONDS = 10;

    private record Waiting(Entry entry, CompletableFuture<Void> durable) {}

    private final AuditLog log;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final Thread worker;
    private volatile boolean closed;

    public GroupAppender(AuditLog log) {
        this.log = log;
        this.worker = Thread.ofPlatform().daemon().name("audit").start(this::work);
    }

    /// Returns once the entry is durable.
    /// @throws Refused with [Problem.Unavailable] when it can't be made so
    public void await(Entry entry) {
        var waiting = new Waiting(entry, new CompletableFuture<>());
        if (closed || !queue.offer(waiting)) {
            throw unavailable();
        }
        try {
            waiting.durable().get(WAIT_MAX_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw unavailable();
        } catch (ExecutionException | TimeoutException _) {
            throw unavailable();
        }
    }

    private static Refused unavailable() {
        return new Refused(
                new Problem.Unavailable("the audit log can't be written now, so nothing may be read: try again"));
    }

    private void work() {
        var group = new ArrayList<Waiting>(GROUP_MAX);
        while (!closed || !queue.isEmpty()) {
            try {
                var first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    group.add(first);
                    queue.drainTo(group, GROUP_MAX - 1);
                    append(group);
                    group.clear();
                }
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    // A failure of any kind reaches those who wait; the worker itself goes on.
    private void append(List<Waiting> group) {
        try {
            log.append(group.stream().map(Waiting::entry).toList());
            group.forEach(waiting -> waiting.durable().complete(null));
        } catch (RuntimeException failure) {
            group.forEach(waiting -> waiting.durable().completeExceptionally(failure));
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            worker.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
