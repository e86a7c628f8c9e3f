package io.carekeep.audit.tiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// Tiles in a folder.
public final class TileFolder implements TileTarget {

    private final Path folder;

    /// @param folder made when something is written
    public TileFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<byte[]> read(String path) {
        try {
            return Optional.of(Files.readAllBytes(folder.resolve(path)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new TilesUnusable(folder.resolve(path) + " can't be read", failure);
        }
    }

    @Override
    public void write(String path, byte[] content) {
        var file = folder.resolve(path);
        try {
            DurableFile.replace(file, content, DurableFile.Readers.ALL);
        } catch (IOException failure) {
            throw new TilesUnusable(file + " can't be written", failure);
        }
    }

    @Override
    public void remove(String path) {
        var all = folder.resolve(path);
        if (!Files.isDirectory(all)) {
            return;
        }
        try (Stream<Path> found = Files.walk(all)) {
            for (var each : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException failure) {
            throw new TilesUnusable(all + " can't be removed", failure);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
