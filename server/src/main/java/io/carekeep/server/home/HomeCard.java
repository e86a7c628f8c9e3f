package io.carekeep.server.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a home says about itself, in the file `home.yaml`: lines of a name, a colon and a value.
/// @param id random, names the home's key file
/// @param format of everything in the folder; a newer server migrates it
/// @param keys where the key file is
record HomeCard(String id, int format, HomeFolder.Purpose purpose, Instant created, Path keys) {

    private static final String FILE = "home.yaml";

    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    static HomeCard read(Path folder) {
        var file = folder.resolve(FILE);
        try (Stream<String> lines = Files.lines(file)) {
            var found = lines.map(line -> line.split(": ", 2))
                    .filter(parts -> parts.length == 2)
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (_, last) -> last));
            return new HomeCard(
                    value(found, "id"),
                    Integer.parseInt(value(found, "format")),
                    HomeFolder.Purpose.valueOf(value(found, "purpose")),
                    Instant.parse(value(found, "created")),
                    Path.of(value(found, "keys")));
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " can't be read", failure);
        } catch (IllegalArgumentException | DateTimeException _) {
            throw damaged();
        }
    }

    private static String value(Map<String, String> found, String name) {
        @Nullable String value = found.get(name);
        if (value == null) {
            throw damaged();
        }
        return value;
    }

    private static HomeUnusable damaged() {
        return new HomeUnusable(FILE + " in the home is damaged: put it back from a backup");
    }

    HomeCard withFormat(int next) {
        return new HomeCard(id, next, purpose, created, keys);
    }

    /// Durable when it returns: a power cut leaves the old file or the new one.
    void write(Path folder) {
        var text = "id: " + id + "\nformat: " + format + "\npurpose: " + purpose + "\ncreated: " + created + "\nkeys: "
                + keys + "\n";
        PrivateFiles.replace(folder.resolve(FILE), text);
    }
}
