package io.carekeep.server.wiring;

import io.carekeep.base.database.Database;
import io.carekeep.server.home.HomeFolder;
import io.carekeep.server.settings.Settings;
import io.carekeep.vault.FileKeys;
import io.carekeep.vault.Vault;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// What a server stands on: an open home, settings, and the database and keys, which open while the rest starts.
final class Foundation implements AutoCloseable {

    /// Each module with tables, in the order of its migrations.
    private static final List<String> SCHEMAS = List.of("vault", "audit", "alarm", "access", "identity", "store");

    private record Opened(Database database, Vault vault) {}

    private final HomeFolder home;
    private final Settings settings;
    private final Clock clock;
    private final SecureRandom random;
    private final CompletableFuture<Opened> opened;

    private Foundation(HomeFolder home, Settings settings, Clock clock, SecureRandom random) {
        this.home = home;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.opened = new CompletableFuture<>();
    }

    /// Begins to open the database and the keys; whoever needs them first waits.
    static Foundation lay(HomeFolder home, Settings settings, Clock clock, SecureRandom random) {
        var foundation = new Foundation(home, settings, clock, random);
        Thread.ofPlatform().name("foundation").start(foundation::openAll);
        return foundation;
    }

    private void openAll() {
        try {
            var keys = FileKeys.open(home.keys(), random);
            var database = Database.open(settings.databaseOf(home.folder()), SCHEMAS, random);
            try {
                opened.complete(new Opened(database, Vault.open(keys, database.sql(), random, clock)));
            } catch (RuntimeException failure) {
                database.close();
                throw failure;
            }
        } catch (RuntimeException | AssertionError failure) {
            opened.completeExceptionally(failure);
        }
    }

    HomeFolder home() {
        return home;
    }

    Settings settings() {
        return settings;
    }

    Clock clock() {
        return clock;
    }

    SecureRandom random() {
        return random;
    }

    Database database() {
        return opened().database();
    }

    Vault vault() {
        return opened().vault();
    }

    private Opened opened() {
        try {
            return opened.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        }
    }

    @Override
    public void close() {
        opened.handle((open, _) -> {
                    if (open != null) {
                        open.database().close();
                    }
                    return true;
                })
                .join();
        home.close();
    }
}
