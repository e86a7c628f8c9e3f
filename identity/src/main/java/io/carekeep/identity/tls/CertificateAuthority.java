package io.carekeep.identity.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority for this machine alone: whoever trusts it trusts it for this machine's names and nothing else, also
/// if its key is stolen (RFC 5280 section 4.2.1.10). Browsers and OpenSSL heed that; Java doesn't for a certificate
/// that it trusts directly.
final class CertificateAuthority {

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final Duration LIFE = Duration.ofDays(3650);
    private static final Duration SERVER_LIFE = Duration.ofDays(397);
    // Clocks of other machines may be behind.
    private static final Duration EARLIER = Duration.ofHours(1);
    private static final int SERIAL_BITS = 127;

    private final KeyMaterial own;
    private final SecureRandom random;

    private CertificateAuthority(KeyMaterial own, SecureRandom random) {
        this.own = own;
        this.random = random;
    }

    static boolean exists(Path folder) {
        return Files.exists(certificate(folder)) && Files.exists(key(folder));
    }

    static Path certificate(Path folder) {
        return folder.resolve("ca.pem");
    }

    private static Path key(Path folder) {
        return folder.resolve("ca.key");
    }

    static CertificateAuthority open(Path folder, Instant now, SecureRandom random) {
        return new CertificateAuthority(KeyMaterial.read(certificate(folder), key(folder), now), random);
    }

    /// A new authority for these names, in the place of the one before.
    static CertificateAuthority make(Path folder, HostNames names, Instant now, SecureRandom random)
            throws IOException {
        var keys = keys(random);
        var subject = names.subject();
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    subject,
                    new BigInteger(SERIAL_BITS, random),
                    Date.from(now.minus(EARLIER)),
                    Date.from(now.plus(LIFE)),
                    subject,
                    keys.getPublic());
            var utilities = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(Extension.nameConstraints, true, names.constraints())
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            utilities.createSubjectKeyIdentifier(keys.getPublic()));
            var made = new KeyMaterial(List.of(signed(builder, keys)), keys.getPrivate());
            Pem.writeKey(key(folder), made.key());
            Pem.writeChain(certificate(folder), made.chain());
            return new CertificateAuthority(made, random);
        } catch (GeneralSecurityException | OperatorCreationException impossible) {
            throw new AssertionError("every JDK signs with P-256", impossible);
        }
    }

    X509Certificate certificate() {
        return own.chain().getFirst();
    }

    /// A new certificate for the server, with its key.
    KeyMaterial issue(HostNames names, Instant now) throws IOException {
        var keys = keys(random);
        var until = now.plus(SERVER_LIFE);
        var end = certificate().getNotAfter().toInstant();
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    certificate().getSubjectX500Principal(),
                    new BigInteger(SERIAL_BITS, random),
                    Date.from(now.minus(EARLIER)),
                    Date.from(until.isBefore(end) ? until : end),
                    new X500Principal("CN=localhost"),
                    keys.getPublic());
            extend(builder, names, keys);
            var leaf = signed(builder, new KeyPair(certificate().getPublicKey(), own.key()));
            return new KeyMaterial(List.of(leaf, certificate()), keys.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException impossible) {
            throw new AssertionError("every JDK signs with P-256", impossible);
        }
    }

    private void extend(X509v3CertificateBuilder builder, HostNames names, KeyPair keys)
            throws CertIOException, GeneralSecurityException {
        var utilities = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names.all()))
                .addExtension(
                        Extension.subjectKeyIdentifier, false, utilities.createSubjectKeyIdentifier(keys.getPublic()))
                .addExtension(
                        Extension.authorityKeyIdentifier, false, utilities.createAuthorityKeyIdentifier(certificate()));
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, KeyPair keys)
            throws OperatorCreationException, GeneralSecurityException {
        var signer = new JcaContentSignerBuilder(SIGNATURE).build(keys.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static KeyPair keys(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every JDK has P-256", impossible);
        }
    }
}
