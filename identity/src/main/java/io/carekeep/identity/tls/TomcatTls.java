package io.carekeep.identity.tls;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLContext;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.jspecify.annotations.Nullable;

/// Lets Tomcat show the certificate of the moment. Its own ways to be given one read it once, at start.
public final class TomcatTls {

    private static final String PROTOCOLS = "TLSv1.2+TLSv1.3";

    private TomcatTls() {}

    /// Makes a connector speak TLS, 1.2 and 1.3 only.
    public static void secure(Connector connector, ServerCertificate certificate) {
        var host = new SSLHostConfig();
        host.setProtocols(PROTOCOLS);
        var shown = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        shown.setSslContext(new Shown(certificate.sslContext(), certificate.keyManager()));
        host.addCertificate(shown);
        connector.setSecure(true);
        connector.setScheme("https");
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
            protocol.setSSLEnabled(true);
        }
        connector.addSslHostConfig(host);
    }

    private record Shown(javax.net.ssl.SSLContext context, ReloadingKeyManager keys) implements SSLContext {

        // The context is ready; Tomcat has nothing to add.
        @Override
        public void init(
                KeyManager @Nullable [] keyManagers,
                TrustManager @Nullable [] trustManagers,
                @Nullable SecureRandom random) {}

        @Override
        public void destroy() {}

        @Override
        public SSLSessionContext getServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        public SSLEngine createSSLEngine() {
            return context.createSSLEngine();
        }

        @Override
        public SSLServerSocketFactory getServerSocketFactory() {
            return context.getServerSocketFactory();
        }

        @Override
        public SSLParameters getSupportedSSLParameters() {
            return context.getSupportedSSLParameters();
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
