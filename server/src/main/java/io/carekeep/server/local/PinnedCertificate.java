package io.carekeep.server.local;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts one certificate, byte for byte, whatever name it bears: a site's certificate names the site, not localhost.
final class PinnedCertificate extends X509ExtendedTrustManager {

    private final byte[] expected;

    private PinnedCertificate(byte[] expected) {
        this.expected = expected;
    }

    static SSLContext context(byte[] expected) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new PinnedCertificate(expected)}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every JDK has TLS", impossible);
        }
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0 || !MessageDigest.isEqual(chain[0].getEncoded(), expected)) {
            throw new CertificateException("this is not the server of the home");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
