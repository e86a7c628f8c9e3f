package io.carekeep.audit.tiles;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/// Files that a power cut leaves as they were or as they should be.
public final class DurableFile {

    /// Who may read a file.
    public enum Readers {
        OWNER("rw-------"),
        /// Whoever the folder lets in: a witness has another account.
        ALL("rw-r--r--");

        private final String permissions;

        Readers(String permissions) {
            this.permissions = permissions;
        }

        private FileAttribute<Set<PosixFilePermission>> attribute() {
            return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        }
    }

    private DurableFile() {}

    /// Puts content in the place of a file's; its folder is made when it is missing.
    public static void replace(Path file, byte[] content, Readers readers) throws IOException {
        var folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        if (!Files.isDirectory(folder)) {
            makeFolder(folder);
        }
        var fresh = folder.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (var channel = FileChannel.open(
                fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), readers.attribute())) {
            for (var bytes = ByteBuffer.wrap(content); bytes.hasRemaining(); ) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(folder);
    }

    // A new folder's name stands in the one above it, which has to be durable too.
    private static void makeFolder(Path folder) throws IOException {
        var above = Objects.requireNonNull(folder.getParent());
        if (!Files.isDirectory(above)) {
            makeFolder(above);
        }
        Files.createDirectories(folder);
        force(above);
    }

    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
