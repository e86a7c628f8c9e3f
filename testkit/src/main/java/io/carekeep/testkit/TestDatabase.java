package io.carekeep.testkit;

import io.carekeep.base.database.Database;
import io.carekeep.base.database.DatabaseLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;

/// A real, empty PostgreSQL for a test class, gone when it is closed.
public final class TestDatabase implements AutoCloseable {

    private final Path home;
    private final Database database;

    private TestDatabase(Path home, Database database) {
        this.home = home;
        this.database = database;
    }

    /// A database with the schemas of these modules.
    public static TestDatabase create(String... modules) {
        try {
            var home = Files.createTempDirectory("carekeep-test");
            return over(home, modules);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The database that lies in a folder already, as after a restart.
    public static TestDatabase over(Path home, String... modules) {
        return new TestDatabase(
                home, Database.open(new DatabaseLocation.Embedded(home), List.of(modules), new SecureRandom()));
    }

    /// A database that somebody else runs; closing it leaves its data.
    public static TestDatabase at(DatabaseLocation where, String... modules) {
        try {
            var home = Files.createTempDirectory("carekeep-test");
            return new TestDatabase(home, Database.open(where, List.of(modules), new SecureRandom()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Stops it; its data stay.
    public void stop() {
        database.close();
    }

    public Database database() {
        return database;
    }

    /// The folder that holds its data.
    public Path home() {
        return home;
    }

    @Override
    public void close() {
        database.close();
        try (var paths = Files.walk(home)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
