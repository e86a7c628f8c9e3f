package io.carekeep.identity.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// A certificate chain and its key, known to belong together.
record KeyMaterial(List<X509Certificate> chain, PrivateKey key) {

    private static final byte[] PROBE = {1, 2, 3};

    KeyMaterial {
        chain = List.copyOf(chain);
    }

    /// @throws TlsUnusable when they can't be read, don't belong together or are out of date
    static KeyMaterial read(Path chainFile, Path keyFile, Instant now) {
        var chain = Pem.readChain(chainFile);
        var own = chain.getFirst();
        var key = Pem.readKey(keyFile, own.getPublicKey().getAlgorithm());
        if (!belong(own, key)) {
            throw new TlsUnusable(
                    "the key in " + keyFile + " is not the one of the first certificate in " + chainFile, null);
        }
        if (now.isAfter(own.getNotAfter().toInstant())) {
            throw new TlsUnusable("the certificate in " + chainFile + " has expired: put a new one there", null);
        }
        return new KeyMaterial(chain, key);
    }

    private static boolean belong(X509Certificate certificate, PrivateKey key) {
        var algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
        try {
            var signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(PROBE);
            var signature = signing.sign();
            var verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(PROBE);
            return verifying.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "[key]";
    }
}
