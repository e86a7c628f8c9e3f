package io.carekeep.server.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/// Folders and files that only their owner may read.
public final class PrivateFiles {

    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private PrivateFiles() {}

    /// Makes a folder, 0700, with those above it.
    public static void folder(Path folder) {
        try {
            Files.createDirectories(folder, FOLDER);
        } catch (IOException failure) {
            throw new UncheckedIOException(folder + " can't be made", failure);
        }
    }

    /// Opens a file, 0600, made when it is missing.
    public static FileChannel open(Path file, StandardOpenOption... how) throws IOException {
        var options = new java.util.HashSet<StandardOpenOption>(Set.of(how));
        options.add(StandardOpenOption.CREATE);
        return FileChannel.open(file, options, FILE);
    }

    /// Puts a text in the place of a file's, durably: a power cut leaves the old one or the new one.
    public static void replace(Path file, String text) {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (var channel = open(fresh, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                var bytes = StandardCharsets.UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (var folder = FileChannel.open(
                    Objects.requireNonNull(file.toAbsolutePath().getParent()))) {
                folder.force(true);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " can't be written", failure);
        }
    }
}
