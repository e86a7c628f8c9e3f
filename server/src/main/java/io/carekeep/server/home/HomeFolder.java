package io.carekeep.server.home;

import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.vault.FileKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// A home, open for one server: nobody else works in it until it is closed.
public final class HomeFolder implements AutoCloseable {

    /// What a home is for.
    public enum Purpose {
        /// Records that somebody answers for.
        WORK,
        /// Invented people.
        DEMO
    }

    private enum Event {
        HOME_MADE,
        HOME_MIGRATED
    }

    private static final EventLog LOG = new EventLog(HomeFolder.class);
    private static final int ID_BYTES = 12;
    // What may stand in a folder before it becomes a home.
    private static final Set<String> BEFORE = Set.of("carekeep.yaml", RunFile.FOLDER);

    private final Path folder;
    private final HomeCard card;
    private final HomeLock lock;

    private HomeFolder(Path folder, HomeCard card, HomeLock lock) {
        this.folder = folder;
        this.card = card;
        this.lock = lock;
    }

    /// Opens a home, makes a new one in a folder that is empty or missing, or brings an older one up to date.
    /// @throws HomeUnusable when the folder holds other things, another server works in it or a newer one made it
    public static HomeFolder open(Path folder, Purpose purpose, Clock clock, SecureRandom random) {
        return open(folder, purpose, clock, random, Migrations.ALL, FileKeys::usualPlace);
    }

    static HomeFolder open(
            Path folder,
            Purpose purpose,
            Clock clock,
            SecureRandom random,
            List<Migration> migrations,
            Function<String, Path> keyPlace) {
        if (!HomeCard.isIn(folder)) {
            checkEmpty(folder);
        }
        PrivateFiles.folder(folder);
        close(folder);
        var lock = HomeLock.take(folder);
        try {
            // Looked at again: another server may have made it a moment ago.
            var card = HomeCard.isIn(folder)
                    ? HomeCard.read(folder)
                    : made(folder, purpose, clock, random, migrations, keyPlace);
            if (card.purpose() != purpose) {
                throw new HomeUnusable(
                        switch (purpose) {
                            case DEMO -> folder + " holds other data than the demo's: name another folder with --home";
                            case WORK -> folder + " is the demo's: name another folder with --home";
                        });
            }
            return new HomeFolder(folder, migrated(folder, card, migrations), lock);
        } catch (RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    private static void checkEmpty(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            if (inside.anyMatch(each -> !BEFORE.contains(String.valueOf(each.getFileName())))) {
                throw new HomeUnusable(folder + " holds other things and is no home: name an empty folder with --home");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(folder + " can't be read", failure);
        }
    }

    private static void close(Path folder) {
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException _) {
            throw new HomeUnusable(
                    folder + " belongs to somebody else: start as its owner, or name another with --home");
        }
    }

    // The key file comes first: a home without keys would be worse than keys without a home.
    private static HomeCard made(
            Path folder,
            Purpose purpose,
            Clock clock,
            SecureRandom random,
            List<Migration> migrations,
            Function<String, Path> keyPlace) {
        var bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        var id = HexFormat.of().formatHex(bytes);
        var keys = keyPlace.apply(id).toAbsolutePath();
        FileKeys.make(keys, random);
        var card = new HomeCard(id, format(migrations), purpose, clock.instant(), keys);
        card.write(folder);
        LOG.info(Event.HOME_MADE, new LogField.Count("format", card.format()));
        return card;
    }

    private static HomeCard migrated(Path folder, HomeCard card, List<Migration> migrations) {
        int newest = format(migrations);
        if (card.format() > newest) {
            throw new HomeUnusable("a newer Carekeep made this home (its format is " + card.format()
                    + ", and this one knows " + newest + "): start that one");
        }
        var now = card;
        for (var migration : migrations) {
            if (migration.to() > now.format()) {
                migration.work().in(folder);
                now = now.withFormat(migration.to());
                now.write(folder);
                LOG.info(Event.HOME_MIGRATED, new LogField.Count("format", now.format()));
            }
        }
        return now;
    }

    private static int format(List<Migration> migrations) {
        return migrations.getLast().to();
    }

    public Path folder() {
        return folder;
    }

    /// Random, and the same as long as the home lives.
    public String id() {
        return card.id();
    }

    /// Where its key file is.
    public Path keys() {
        return card.keys();
    }

    /// Says to local commands where this server answers; gone when the home is closed.
    public void publish(RunFile run) {
        run.write(folder);
    }

    @Override
    public void close() {
        RunFile.remove(folder);
        lock.close();
    }
}
