package io.carekeep.server.home;

import io.carekeep.base.Check;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where a home's running server answers, for commands on the same machine that may read the folder.
/// @param base of the FHIR API
/// @param management the base of health, metrics and local requests
/// @param secret shows that a command may read the folder; new at each start
public record RunFile(URI base, URI management, String secret) {

    static final String FOLDER = "run";
    private static final String FILE = "server";

    /// What the running server of a home wrote.
    /// @throws HomeUnusable when no server runs
    public static RunFile read(Path home) {
        var file = home.resolve(FOLDER).resolve(FILE);
        if (!HomeCard.isIn(home)) {
            throw new HomeUnusable(home + " is no home: name one with --home, or make it with carekeep serve");
        }
        if (!isRunning(home) || !Files.exists(file)) {
            throw new HomeUnusable("no server runs in " + home + ": start it with carekeep serve --home " + home);
        }
        try {
            List<String> lines = Files.readAllLines(file);
            Check.that(lines.size() == 3, "the run file has three lines");
            return new RunFile(URI.create(lines.get(0)), URI.create(lines.get(1)), lines.get(2));
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " can't be read: only the server's user may", failure);
        }
    }

    /// Whether a server works in the home now.
    public static boolean isRunning(Path home) {
        return HomeLock.isTaken(home);
    }

    void write(Path home) {
        PrivateFiles.replace(home.resolve(FOLDER).resolve(FILE), base + "\n" + management + "\n" + secret + "\n");
    }

    static void remove(Path home) {
        try {
            Files.deleteIfExists(home.resolve(FOLDER).resolve(FILE));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String toString() {
        return "where the server of a home answers";
    }
}
