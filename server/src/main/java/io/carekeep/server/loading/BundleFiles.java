package io.carekeep.server.loading;

import io.carekeep.server.local.LocalUnusable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/// Finds bundles in files, folders and archives.
final class BundleFiles {

    /// When a bundle's turn is. Patients refer to hospitals and practitioners conditionally: those go first.
    enum Turn {
        HOSPITALS,
        PRACTITIONERS,
        PATIENTS;

        static Turn of(String name) {
            var last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
            if (last.startsWith("hospital")) {
                return HOSPITALS;
            }
            return last.startsWith("practitioner") ? PRACTITIONERS : PATIENTS;
        }
    }

    /// What takes the bundles; the bytes are read only when it asks.
    interface Visitor {
        void see(Turn turn, Content content) throws IOException;
    }

    /// The bytes of a bundle.
    interface Content {
        byte[] read() throws IOException;
    }

    private static final int FILE_BYTES_MAX = 1024 * 1024 * 1024;

    private final List<Path> paths;

    BundleFiles(List<Path> paths) {
        this.paths = paths;
    }

    /// Shows every bundle, always in the same order.
    void visit(Visitor visitor) throws IOException {
        for (var path : paths) {
            if (!Files.exists(path)) {
                throw new LocalUnusable(path + " is not there");
            }
            try (Stream<Path> files = Files.walk(path)) {
                for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                    file(file, visitor);
                }
            }
        }
    }

    private static void file(Path file, Visitor visitor) throws IOException {
        var name = file.toString().replace('\\', '/');
        var kind = name.toLowerCase(Locale.ROOT);
        if (kind.endsWith(".json")) {
            visitor.see(Turn.of(name), () -> bytes(Files.newInputStream(file)));
        } else if (kind.endsWith(".tar.gz") || kind.endsWith(".tgz")) {
            archive(new TarArchiveInputStream(new GZIPInputStream(opened(file))), visitor);
        } else if (kind.endsWith(".tar")) {
            archive(new TarArchiveInputStream(opened(file)), visitor);
        } else if (kind.endsWith(".zip")) {
            archive(new ZipArchiveInputStream(opened(file)), visitor);
        }
    }

    private static InputStream opened(Path file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file));
    }

    private static void archive(ArchiveInputStream<? extends ArchiveEntry> archive, Visitor visitor)
            throws IOException {
        try (archive) {
            for (ArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (!entry.isDirectory()
                        && entry.getName().toLowerCase(Locale.ROOT).endsWith(".json")) {
                    visitor.see(Turn.of(entry.getName()), () -> limited(archive));
                }
            }
        }
    }

    private static byte[] bytes(InputStream content) throws IOException {
        try (content) {
            return limited(content);
        }
    }

    private static byte[] limited(InputStream content) throws IOException {
        var bytes = content.readNBytes(FILE_BYTES_MAX);
        if (bytes.length == FILE_BYTES_MAX) {
            throw new LocalUnusable("a file is larger than a gibibyte: no bundle is");
        }
        return bytes;
    }
}
