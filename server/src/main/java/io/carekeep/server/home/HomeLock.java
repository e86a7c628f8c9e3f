package io.carekeep.server.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One server a home. The kernel frees the lock when the process ends, however it ends.
final class HomeLock implements AutoCloseable {

    private static final String FILE = "lock";

    // Whoever closes any channel to a file loses the locks that their process has on it, so a process never opens the
    // file of a lock that it holds, and one thread at a time opens any.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private HomeLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static synchronized HomeLock take(Path home) {
        var run = home.resolve(RunFile.FOLDER);
        PrivateFiles.folder(run);
        try {
            var file = run.toRealPath().resolve(FILE);
            if (!HELD.add(file)) {
                throw taken(home);
            }
            return held(file).orElseThrow(() -> taken(home));
        } catch (IOException failure) {
            throw new UncheckedIOException(home + " can't be locked", failure);
        }
    }

    private static HomeUnusable taken(Path home) {
        return new HomeUnusable("another Carekeep works in " + home + ": stop it, or name another with --home");
    }

    private static Optional<HomeLock> held(Path file) throws IOException {
        Optional<HomeLock> lock = Optional.empty();
        try {
            lock = locked(file);
            return lock;
        } finally {
            if (lock.isEmpty()) {
                HELD.remove(file);
            }
        }
    }

    private static Optional<HomeLock> locked(Path file) throws IOException {
        var channel = PrivateFiles.open(file, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new HomeLock(file, channel));
    }

    /// Whether a server works in the home now.
    static synchronized boolean isTaken(Path home) {
        var file = home.resolve(RunFile.FOLDER).resolve(FILE);
        if (!Files.exists(file)) {
            return false;
        }
        try {
            if (HELD.contains(file.toRealPath())) {
                return true;
            }
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                return channel.tryLock() == null;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(home + " can't be looked into", failure);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            HELD.remove(file);
        }
    }
}
