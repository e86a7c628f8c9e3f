package io.carekeep.vault;

import io.carekeep.base.Check;
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
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Keeps the root key in a file that only its owner may read, outside the home. It protects a copied database or
/// backup, not a stolen machine.
///
/// The file has a line for the root, one for the root before it while a rotation runs, and one for each epoch.
public final class FileKeys implements KeyProvider {

    private static final int KEY_BYTES = 32;
    private static final String ROOT = "root";
    private static final String OLD_ROOT = "root.old";
    private static final String EPOCH = "epoch.";
    private static final Object CHANGING = new Object();
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final SecureRandom random;
    private final Gcm gcm;
    private final TreeMap<String, byte[]> lines;

    private FileKeys(Path file, SecureRandom random, TreeMap<String, byte[]> lines) {
        this.file = file;
        this.random = random;
        this.gcm = new Gcm(random);
        this.lines = lines;
    }

    /// The key file of a home: `${XDG_CONFIG_HOME:-~/.config}/carekeep/<home id>.key`.
    public static Path usualPlace(String homeId) {
        var chosen = System.getenv("XDG_CONFIG_HOME");
        var base = chosen == null || chosen.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".config")
                : Path.of(chosen);
        return base.resolve("carekeep").resolve(homeId + ".key");
    }

    /// Makes the key file of a new home.
    /// @throws KeysUnusable when there is one already: keys are never overwritten
    public static FileKeys make(Path file, SecureRandom random) {
        if (Files.exists(file)) {
            throw new KeysUnusable("the key file " + file + " exists already");
        }
        var keys = new FileKeys(file, random, new TreeMap<>());
        keys.lines.put(ROOT, keys.fresh());
        keys.save();
        return keys;
    }

    /// Opens the key file of a home.
    /// @throws KeysUnusable when it is missing, unreadable or damaged
    public static FileKeys open(Path file, SecureRandom random) {
        if (!Files.exists(file)) {
            throw new KeysUnusable("the key file " + file
                    + " is missing: without it nothing in this home opens; put it back from where you keep its copy");
        }
        return new FileKeys(file, random, read(file));
    }

    private static TreeMap<String, byte[]> read(Path file) {
        try {
            var lines = new TreeMap<String, byte[]>();
            for (var line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    lines.put(line.substring(0, equals), HexFormat.of().parseHex(line, equals + 1, line.length()));
                }
            }
            if (!lines.containsKey(ROOT)) {
                throw new KeysUnusable("the key file " + file + " holds no root key");
            }
            return lines;
        } catch (IOException | IllegalArgumentException _) {
            throw new KeysUnusable("the key file " + file + " can't be read or is damaged");
        }
    }

    @Override
    public synchronized void add(int epoch) {
        change(() -> lines.putIfAbsent(EPOCH + epoch, fresh()) == null);
    }

    @Override
    public synchronized void destroy(int epoch) {
        change(() -> lines.remove(EPOCH + epoch) != null);
    }

    @Override
    public synchronized byte[] wrap(int epoch, String label, byte[] key) {
        refresh();
        return gcm.seal(wrapping(line(ROOT), epoch), key, associated(epoch, label));
    }

    @Override
    public synchronized byte[] unwrap(int epoch, String label, byte[] wrapped) {
        var opened = opened(epoch, label, wrapped);
        if (opened == null) {
            refresh();
            opened = opened(epoch, label, wrapped);
        }
        if (opened != null) {
            return opened;
        }
        throw new KeysUnusable(
                knows(epoch)
                        ? "the key file " + file + " belongs to another home"
                        : "the keys of epoch " + epoch + " have been destroyed");
    }

    private boolean knows(int epoch) {
        return epoch == PERMANENT || lines.containsKey(EPOCH + epoch);
    }

    private byte @Nullable [] opened(int epoch, String label, byte[] wrapped) {
        if (!knows(epoch)) {
            return null;
        }
        for (var root : new String[] {ROOT, OLD_ROOT}) {
            if (lines.containsKey(root)) {
                try {
                    return gcm.open(wrapping(line(root), epoch), wrapped, 0, associated(epoch, label));
                } catch (Altered _) { // the other root may have wrapped it
                }
            }
        }
        return null;
    }

    /// A rotation that a power cut ended goes on with the root that it had made.
    @Override
    public synchronized void rotateRoot() {
        change(() -> {
            if (lines.containsKey(OLD_ROOT)) {
                return false;
            }
            lines.put(OLD_ROOT, line(ROOT));
            lines.put(ROOT, fresh());
            return true;
        });
    }

    @Override
    public synchronized void forgetOldRoot() {
        change(() -> lines.remove(OLD_ROOT) != null);
    }

    // Several processes may share the file: a change starts from what the file holds now, and nobody else changes it
    // meanwhile. The lock of a file is a process's, so threads of this one have a lock of their own.
    private void change(BooleanSupplier edit) {
        synchronized (CHANGING) {
            var beside = file.resolveSibling(file.getFileName() + ".lock");
            try (var channel = FileChannel.open(
                            beside, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY);
                    var lock = channel.lock()) {
                Check.that(lock.isValid(), "the key file is ours to change");
                refresh();
                if (edit.getAsBoolean()) {
                    save();
                }
            } catch (IOException failure) {
                throw new UncheckedIOException("the key file " + file + " could not be locked", failure);
            }
        }
    }

    private void refresh() {
        var now = read(file);
        lines.clear();
        lines.putAll(now);
    }

    private byte[] line(String name) {
        return Objects.requireNonNull(lines.get(name));
    }

    private SecretKey wrapping(byte[] root, int epoch) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(root, "HmacSHA256"));
            mac.update("carekeep wrapping key".getBytes(StandardCharsets.US_ASCII));
            byte @Nullable [] secret = lines.get(EPOCH + epoch);
            if (epoch != PERMANENT) {
                mac.update(Objects.requireNonNull(secret));
            }
            return new SecretKeySpec(mac.doFinal(), "AES");
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every JDK has HMAC-SHA-256", impossible);
        }
    }

    private static byte[] associated(int epoch, String label) {
        return (epoch + " " + label).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] fresh() {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    // Written beside, forced to disk, then renamed: a power cut leaves the old file or the new one.
    private void save() {
        var text = new StringBuilder();
        lines.forEach((name, key) -> text.append(name)
                .append('=')
                .append(HexFormat.of().formatHex(key))
                .append('\n'));
        try {
            var folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
            Files.createDirectories(folder);
            var fresh = folder.resolve(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            try (var channel = FileChannel.open(
                    fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
                var bytes = StandardCharsets.US_ASCII.encode(text.toString());
                while (bytes.hasRemaining()) {
                    Check.that(channel.write(bytes) > 0, "a file channel writes");
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the key file " + file + " could not be written", failure);
        }
    }
}
