package io.carekeep.identity.tls;

import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows the certificate that its files hold now: a new one serves from the next handshake on, without a restart. Files
/// that can't serve change nothing, and the log says so.
public final class ReloadingKeyManager extends X509ExtendedKeyManager {

    private enum Event {
        CERTIFICATE_RELOADED,
        CERTIFICATE_NOT_RELOADED
    }

    private record Stamp(FileTime chainAt, long chainSize, FileTime keyAt, long keySize) {}

    // A handshake asks for the chain and the key apart, so the one before stays at hand under its own alias.
    private record Current(
            String alias, KeyMaterial material, @Nullable Current before) {}

    private static final EventLog LOG = new EventLog(ReloadingKeyManager.class);
    private static final long LOOK_EVERY_MILLIS = 1000;

    private final Path chain;
    private final Path key;
    private final Clock clock;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile Current current;
    // The next two are changed by the one who holds the lock.
    private Stamp stamp;
    private volatile long looked;

    /// @throws TlsUnusable when the files can't serve
    ReloadingKeyManager(Path chain, Path key, Clock clock) {
        this.chain = chain;
        this.key = key;
        this.clock = clock;
        this.looked = clock.millis();
        this.current = new Current("1", KeyMaterial.read(chain, key, clock.instant()), null);
        try {
            this.stamp = stamp();
        } catch (IOException failure) {
            throw new TlsUnusable(chain + " can't be read: check that it is there, and its rights", failure);
        }
    }

    private Stamp stamp() throws IOException {
        return new Stamp(
                Files.getLastModifiedTime(chain), Files.size(chain), Files.getLastModifiedTime(key), Files.size(key));
    }

    private Current current() {
        if (Math.abs(clock.millis() - looked) >= LOOK_EVERY_MILLIS && loading.tryLock()) {
            try {
                reload();
            } finally {
                loading.unlock();
            }
        }
        return current;
    }

    private void reload() {
        looked = clock.millis();
        try {
            var now = stamp();
            if (now.equals(stamp)) {
                return;
            }
            var material = KeyMaterial.read(chain, key, clock.instant());
            int next = Integer.parseInt(current.alias()) + 1;
            current = new Current(
                    Integer.toString(next), material, new Current(current.alias(), current.material(), null));
            stamp = now;
            LOG.info(Event.CERTIFICATE_RELOADED);
        } catch (IOException | TlsUnusable failure) {
            LOG.warn(Event.CERTIFICATE_NOT_RELOADED, new LogField.Failure(failure));
        }
    }

    /// The server's own certificate.
    public X509Certificate certificate() {
        return current().material().chain().getFirst();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        var now = current();
        var algorithm = now.material().key().getAlgorithm();
        return keyType.equals(algorithm) || algorithm.equals("EdDSA") && keyType.startsWith("Ed") ? now.alias() : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    private @Nullable KeyMaterial material(@Nullable String alias) {
        for (var each = current; each != null; each = each.before()) {
            if (each.alias().equals(alias)) {
                return each.material();
            }
        }
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        var material = material(alias);
        return material == null ? null : material.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        var material = material(alias);
        return material == null ? null : material.key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        var alias = chooseEngineServerAlias(keyType, issuers, null);
        return alias == null ? new String[0] : new String[] {alias};
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[0];
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
