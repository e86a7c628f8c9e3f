package io.carekeep.audit.witness;

import io.carekeep.audit.note.SignedNote;
import io.carekeep.audit.tiles.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/// The last checkpoint that a witness saw, in a file.
final class Memory {

    private final Path file;

    Memory(Path file) {
        this.file = file;
    }

    Optional<SignedNote> last() {
        try {
            return Files.exists(file) ? Optional.of(SignedNote.parse(Files.readString(file))) : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " can't be read", failure);
        }
    }

    /// Remembers a checkpoint; durable when it returns.
    void remember(SignedNote note) {
        try {
            DurableFile.replace(file, note.text().getBytes(StandardCharsets.UTF_8), DurableFile.Readers.ALL);
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " can't be written", failure);
        }
    }

    /// Keeps another witness from the same memory meanwhile.
    <T> T alone(Supplier<T> work) {
        var lock = file.resolveSibling(file.getFileName() + ".lock");
        try {
            Files.createDirectories(Objects.requireNonNull(lock.toAbsolutePath().getParent()));
        } catch (IOException failure) {
            throw new UncheckedIOException("the folder of " + file + " can't be made", failure);
        }
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var held = channel.tryLock();
            if (held == null) {
                throw taken();
            }
            return work.get();
        } catch (OverlappingFileLockException _) {
            throw taken();
        } catch (IOException failure) {
            throw new UncheckedIOException(lock + " can't be opened", failure);
        }
    }

    private WitnessRefusal taken() {
        return new WitnessRefusal("another witness works with " + file + ": give each a file of its own");
    }
}
