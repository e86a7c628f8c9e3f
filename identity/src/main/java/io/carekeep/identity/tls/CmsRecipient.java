package io.carekeep.identity.tls;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.time.Instant;
import java.util.Date;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;

/// Somebody outside, by the key of their certificate. What is written to them is a CMS message that nobody else opens
/// and nobody alters unnoticed: AES-256-GCM (RFC 5083, RFC 5084), its key by RSAES-OAEP or ECDH. `openssl cms -decrypt`
/// opens it.
public final class CmsRecipient {

    private static final int RSA_LEAST = 2_048;
    private static final int EC_LEAST = 256;
    private static final Provider PROVIDER = new BouncyCastleProvider();

    private final X509Certificate certificate;
    private final SecureRandom random;

    private CmsRecipient(X509Certificate certificate, SecureRandom random) {
        this.certificate = certificate;
        this.random = random;
    }

    /// @param pem a certificate as PEM has it
    /// @param now at which it must be valid
    /// @throws Refused when it is none, not valid now, or its key is too weak
    public static CmsRecipient parse(String pem, Instant now, SecureRandom random) {
        try {
            var read = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            if (read instanceof X509Certificate certificate && isStrong(certificate)) {
                certificate.checkValidity(Date.from(now));
                return new CmsRecipient(certificate, random);
            }
        } catch (CertificateException _) { // said below
        }
        throw new Refused(new Problem.Invalid(
                "certificate",
                "the recipient's X.509 certificate as PEM, valid now, with an RSA key of " + RSA_LEAST
                        + " bits or more, or one on P-256, P-384 or P-521"));
    }

    private static boolean isStrong(X509Certificate certificate) {
        return switch (certificate.getPublicKey()) {
            case RSAPublicKey key -> key.getModulus().bitLength() >= RSA_LEAST;
            case ECPublicKey key -> key.getParams().getOrder().bitLength() >= EC_LEAST;
            default -> false;
        };
    }

    /// Encrypts what is written; closing it closes the message, and not what it is written to.
    public OutputStream encrypting(OutputStream to) throws IOException {
        try {
            var generator = new CMSAuthEnvelopedDataStreamGenerator();
            generator.addRecipientInfoGenerator(generator());
            var encryptor = new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                    .setProvider(PROVIDER)
                    .setSecureRandom(random)
                    .build();
            return generator.open(to, (OutputAEADEncryptor) encryptor);
        } catch (CMSException | GeneralSecurityException failure) {
            throw new IOException("the certificate's key can't be used", failure);
        }
    }

    private RecipientInfoGenerator generator() throws GeneralSecurityException {
        if (certificate.getPublicKey() instanceof ECPublicKey key) {
            var pairs = KeyPairGenerator.getInstance("EC", PROVIDER);
            pairs.initialize(key.getParams(), random);
            var pair = pairs.generateKeyPair();
            return new JceKeyAgreeRecipientInfoGenerator(
                            CMSAlgorithm.ECDH_SHA256KDF, pair.getPrivate(), pair.getPublic(), CMSAlgorithm.AES256_WRAP)
                    .addRecipient(certificate)
                    .setProvider(PROVIDER)
                    .setSecureRandom(random);
        }
        var padding = new JcaAlgorithmParametersConverter()
                .getAlgorithmIdentifier(
                        PKCSObjectIdentifiers.id_RSAES_OAEP,
                        new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
        return new JceKeyTransRecipientInfoGenerator(certificate, padding).setProvider(PROVIDER);
    }
}
