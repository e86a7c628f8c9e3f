package io.carekeep.identity.tls;

import io.carekeep.base.EventLog;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/// What the server shows who it is with.
public final class ServerCertificate {

    private enum Event {
        CERTIFICATE_MADE
    }

    private static final EventLog LOG = new EventLog(ServerCertificate.class);

    private final Optional<LocalCertificate> local;
    private final Optional<Path> authority;
    private final ReloadingKeyManager keyManager;
    private final Clock clock;
    private final SecureRandom random;

    private ServerCertificate(TlsSource source, Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
        switch (source) {
            case TlsSource.Local own -> {
                var made = new LocalCertificate(own, random);
                this.local = Optional.of(made);
                this.authority = Optional.of(CertificateAuthority.certificate(own.folder()));
                renewIfDue();
                this.keyManager = new ReloadingKeyManager(made.chain(), made.key(), clock);
            }
            case TlsSource.Own(var chain, var key) -> {
                this.local = Optional.empty();
                this.authority = Optional.empty();
                this.keyManager = new ReloadingKeyManager(chain, key, clock);
            }
        }
    }

    /// Reads the certificate, and makes it first if it is to be our own.
    /// @throws TlsUnusable when it can't serve, saying which file and what to do
    public static ServerCertificate open(TlsSource source, Clock clock, SecureRandom random) {
        return new ServerCertificate(source, clock, random);
    }

    /// Makes a certificate of our own anew when it ends within 30 days; the key manager then picks it up.
    public void renewIfDue() {
        if (local.isPresent() && local.get().prepare(clock.instant())) {
            LOG.info(Event.CERTIFICATE_MADE);
        }
    }

    /// The certificate of our own authority, for those who are to trust it; none when the site brings its own.
    public Optional<Path> authority() {
        return authority;
    }

    public ReloadingKeyManager keyManager() {
        return keyManager;
    }

    /// A context for servers that shows the certificate of the moment.
    public SSLContext sslContext() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keyManager}, null, random);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every JDK has TLS", impossible);
        }
    }
}
