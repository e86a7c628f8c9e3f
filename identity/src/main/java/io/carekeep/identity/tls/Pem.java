package io.carekeep.identity.tls;

import io.carekeep.identity.PrivateFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Certificates and keys as text: RFC 7468.
public final class Pem {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.+?)-----END PRIVATE KEY-----", Pattern.DOTALL);

    private Pem() {}

    static void writeChain(Path file, List<X509Certificate> chain) throws IOException {
        var text = new StringBuilder();
        try {
            for (var certificate : chain) {
                text.append(block("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (CertificateException impossible) {
            throw new AssertionError("a certificate has its bytes", impossible);
        }
        PrivateFile.write(file, text.toString());
    }

    static void writeKey(Path file, PrivateKey key) throws IOException {
        PrivateFile.write(file, block("PRIVATE KEY", key.getEncoded()));
    }

    private static String block(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(content) + "\n-----END " + label + "-----\n";
    }

    /// The certificates of a file, in its order.
    /// @throws TlsUnusable when the file holds no certificate
    public static List<X509Certificate> readChain(Path file) {
        try {
            var found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
            var chain = found.stream().map(X509Certificate.class::cast).toList();
            if (chain.isEmpty()) {
                throw new TlsUnusable(file + " holds no certificate: PEM is expected, the server's own first", null);
            }
            return chain;
        } catch (IOException failure) {
            throw unreadable(file, failure);
        } catch (CertificateException failure) {
            throw new TlsUnusable(file + " holds something else than certificates in PEM", failure);
        }
    }

    /// @param algorithm of the public key that it belongs to
    /// @throws TlsUnusable when the file holds no such key
    static PrivateKey readKey(Path file, String algorithm) {
        try {
            var block = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            if (!block.find()) {
                throw new TlsUnusable(
                        file + " holds no unencrypted PKCS#8 key: convert it with"
                                + " openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW",
                        null);
            }
            var content = Base64.getMimeDecoder().decode(block.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(content));
        } catch (IOException failure) {
            throw unreadable(file, failure);
        } catch (GeneralSecurityException | IllegalArgumentException failure) {
            throw new TlsUnusable(file + " holds no key of the certificate's kind, " + algorithm, failure);
        }
    }

    private static TlsUnusable unreadable(Path file, IOException failure) {
        return new TlsUnusable(file + " can't be read: check that it is there, and its rights", failure);
    }
}
