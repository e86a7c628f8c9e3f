package io.carekeep.server.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// One server a home. The kernel frees the lock when the process ends, however it ends.
final class HomeLock implements AutoCloseable {

    private static final String FILE = "lock";

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    static HomeLock take(Path home) {
        var run = home.resolve(RunFile.FOLDER);
        PrivateFiles.folder(run);
        try {
            var channel = PrivateFiles.open(run.resolve(FILE), StandardOpenOption.WRITE);
            if (locked(channel) == null) {
                channel.close();
                throw new HomeUnusable("another Carekeep works in " + home + ": stop it, or name another with --home");
            }
            return new HomeLock(channel);
        } catch (IOException failure) {
            throw new UncheckedIOException(home + " can't be locked", failure);
        }
    }

    /// Whether a server works in the home now.
    static boolean isTaken(Path home) {
        var file = home.resolve(RunFile.FOLDER).resolve(FILE);
        if (!Files.exists(file)) {
            return false;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return locked(channel) == null;
        } catch (IOException failure) {
            throw new UncheckedIOException(home + " can't be looked into", failure);
        }
    }

    private static @Nullable FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
