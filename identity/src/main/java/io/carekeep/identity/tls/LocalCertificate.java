package io.carekeep.identity.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Sees to it that a folder has an authority and a certificate of it for this machine, with some time left.
final class LocalCertificate {

    private static final Duration LEFT_MIN = Duration.ofDays(30);

    private final Path folder;
    private final HostNames names;
    private final SecureRandom random;

    LocalCertificate(TlsSource.Local source, SecureRandom random) {
        this.folder = source.folder();
        this.names = HostNames.of(source.host());
        this.random = random;
    }

    Path chain() {
        return folder.resolve("server.pem");
    }

    Path key() {
        return folder.resolve("server.key");
    }

    /// Makes what is missing, and anew what ends soon or is for another name. A power cut between two files leaves a
    /// pair that doesn't belong together, which is made anew too.
    /// @return whether anything was made
    boolean prepare(Instant now) {
        if (serves(now)) {
            return false;
        }
        try {
            var made = authority(now).issue(names, now);
            Pem.writeKey(key(), made.key());
            Pem.writeChain(chain(), made.chain());
            return true;
        } catch (IOException failure) {
            throw new TlsUnusable("can't write to " + folder + ": check its owner and rights", failure);
        }
    }

    private boolean serves(Instant now) {
        if (!Files.exists(chain()) || !Files.exists(key()) || !CertificateAuthority.exists(folder)) {
            return false;
        }
        try {
            var own = KeyMaterial.read(chain(), key(), now).chain().getFirst();
            return lasts(own, now) && names.areOf(own);
        } catch (TlsUnusable _) {
            return false;
        }
    }

    private static boolean lasts(X509Certificate certificate, Instant now) {
        return certificate.getNotAfter().toInstant().isAfter(now.plus(LEFT_MIN));
    }

    // An authority is bound to the names that it was made for: when the machine is called otherwise, it is made anew.
    private CertificateAuthority authority(Instant now) throws IOException {
        var existing = existing(now)
                .filter(authority -> lasts(authority.certificate(), now))
                .filter(authority -> names.arePermittedBy(authority.certificate()));
        return existing.isPresent() ? existing.get() : CertificateAuthority.make(folder, names, now, random);
    }

    private Optional<CertificateAuthority> existing(Instant now) {
        if (!CertificateAuthority.exists(folder)) {
            return Optional.empty();
        }
        try {
            return Optional.of(CertificateAuthority.open(folder, now, random));
        } catch (TlsUnusable _) {
            return Optional.empty();
        }
    }
}
