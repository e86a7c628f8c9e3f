package io.carekeep.base.database;

import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The process of the embedded server. Once it is [#keep]t, it is started again whenever it ends before it is stopped.
final class PostgresProcess implements AutoCloseable {

    private enum Event {
        DATABASE_ENDED,
        DATABASE_LAUNCHED_AGAIN,
        DATABASE_NOT_LAUNCHED,
        DATABASE_STOPPED
    }

    private static final EventLog LOG = new EventLog(PostgresProcess.class);
    private static final Duration STOP_MAX = Duration.ofSeconds(8);
    // What the dead one leaves, the next one can't take over before it has ended, too.
    private static final Duration BETWEEN_STARTS = Duration.ofMillis(500);
    // One that ends again and again is tried less and less often, until it once stayed for so long.
    private static final Duration BETWEEN_STARTS_MOST = Duration.ofSeconds(30);

    private final ProcessBuilder builder;
    private volatile Process process;
    private boolean kept;
    private boolean closed;

    private PostgresProcess(ProcessBuilder builder, Process process) {
        this.builder = builder;
        this.process = process;
    }

    /// Starts it once.
    static PostgresProcess start(ProcessBuilder builder) {
        var started = new CompletableFuture<PostgresProcess>();
        // The kernel's signal is tied to the thread that forks: this one lives as long as the server.
        Thread.ofPlatform().daemon().name("postgres").start(() -> {
            try {
                var server = new PostgresProcess(builder, builder.start());
                started.complete(server);
                server.stay();
            } catch (IOException failure) {
                started.completeExceptionally(failure);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        return started.join();
    }

    private void stay() throws InterruptedException {
        int code = process.waitFor();
        var pause = BETWEEN_STARTS;
        while (isWanted()) {
            LOG.error(Event.DATABASE_ENDED, new LogField.Count("code", code));
            Thread.sleep(pause);
            long begun = System.nanoTime();
            startAgain();
            code = process.waitFor();
            boolean stayed = System.nanoTime() - begun > BETWEEN_STARTS_MOST.toNanos();
            pause = stayed ? BETWEEN_STARTS : longer(pause);
        }
    }

    private static Duration longer(Duration pause) {
        var twice = pause.multipliedBy(2);
        return twice.compareTo(BETWEEN_STARTS_MOST) < 0 ? twice : BETWEEN_STARTS_MOST;
    }

    private synchronized boolean isWanted() {
        return kept && !closed;
    }

    private synchronized void startAgain() {
        if (closed) {
            return;
        }
        try {
            process = builder.start();
            LOG.warn(Event.DATABASE_LAUNCHED_AGAIN);
        } catch (IOException failure) {
            // The one that ended stays, so that it is tried again.
            LOG.error(Event.DATABASE_NOT_LAUNCHED, new LogField.Failure(failure));
        }
    }

    /// From now on it is started again when it ends.
    synchronized void keep() {
        kept = true;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /// Stops the server: at once for its clients, with everything on disk.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        var last = process;
        try {
            if (last.isAlive()) {
                // SIGINT is PostgreSQL's fast shutdown; Java's destroy would send SIGTERM, which waits for clients.
                new ProcessBuilder("kill", "-INT", Long.toString(last.pid()))
                        .start()
                        .waitFor();
            }
            if (!last.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                last.destroyForcibly().waitFor();
            }
            LOG.info(Event.DATABASE_STOPPED);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException _) {
            last.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
