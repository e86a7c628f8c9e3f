package io.carekeep.identity.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.testkit.Safeguard;
import io.carekeep.testkit.SetClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Safeguard("164.312(e)(1)")
class ServerCertificateTest {

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();
    private SetClock clock;

    // Handshakes look at the machine's clock.
    @BeforeEach
    void now() {
        clock = new SetClock(Instant.now());
    }

    private ServerCertificate local(String host) {
        return ServerCertificate.open(new TlsSource.Local(folder, host), clock, random);
    }

    private static X509Certificate shown(ServerCertificate certificate, Path authority, String host)
            throws IOException, GeneralSecurityException {
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", Pem.readChain(authority).getFirst());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var client = SSLContext.getInstance("TLS");
        client.init(null, trust.getTrustManagers(), null);
        var loopback = InetAddress.getLoopbackAddress();
        try (var server = certificate.sslContext().getServerSocketFactory().createServerSocket(0, 1, loopback)) {
            var serving = Thread.startVirtualThread(() -> {
                try (var accepted = (SSLSocket) server.accept()) {
                    accepted.startHandshake();
                    accepted.getInputStream().read();
                } catch (IOException _) {
                    // The client's side tells.
                }
            });
            var plain = new java.net.Socket(loopback, server.getLocalPort());
            try (var socket =
                    (SSLSocket) client.getSocketFactory().createSocket(plain, host, server.getLocalPort(), true)) {
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return (X509Certificate) socket.getSession().getPeerCertificates()[0];
            } finally {
                serving.interrupt();
            }
        }
    }

    @Test
    void whoever_trusts_the_authority_trusts_this_machine_and_no_other() throws Exception {
        var certificate = local("clinic-box");
        var authority = certificate.authority().orElseThrow();
        for (var host : new String[] {"localhost", "127.0.0.1", "::1", "clinic-box"}) {
            assertThat(shown(certificate, authority, host)).as(host).isNotNull();
        }
        assertThatThrownBy(() -> shown(certificate, authority, "example.org")).isInstanceOf(SSLException.class);
    }

    // Java itself doesn't look at the constraints of a trusted certificate.
    private static boolean permits(X509Certificate authority, X509Certificate leaf) throws GeneralSecurityException {
        var constraints = new JcaX509CertificateHolder(authority).getExtensions();
        var names = new JcaX509CertificateHolder(leaf).getExtensions();
        var validator = new PKIXNameConstraintValidator();
        validator.intersectPermittedSubtree(
                NameConstraints.getInstance(constraints.getExtensionParsedValue(Extension.nameConstraints))
                        .getPermittedSubtrees());
        try {
            for (var name : GeneralNames.fromExtensions(names, Extension.subjectAlternativeName)
                    .getNames()) {
                validator.checkPermitted(name);
            }
            return true;
        } catch (NameConstraintValidatorException _) {
            return false;
        }
    }

    @Test
    void the_authority_is_bound_to_this_machines_names() throws Exception {
        var leaf = local("clinic-box").keyManager().certificate();
        var authority = CertificateAuthority.open(folder, clock.instant(), random);
        var stolen = authority.issue(HostNames.of("example.org"), clock.instant());
        assertThat(permits(authority.certificate(), leaf)).isTrue();
        assertThat(permits(authority.certificate(), stolen.chain().getFirst())).isFalse();
    }

    @Test
    void keys_are_for_their_owner_only_and_stay_over_a_restart() throws Exception {
        var before = local("clinic-box").keyManager().certificate();
        for (var key : new String[] {"ca.key", "server.key"}) {
            assertThat(Files.getPosixFilePermissions(folder.resolve(key)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(local("clinic-box").keyManager().certificate()).isEqualTo(before);
        assertThat(Duration.between(
                        before.getNotBefore().toInstant(), before.getNotAfter().toInstant()))
                .isLessThanOrEqualTo(Duration.ofDays(398));
    }

    @Test
    void a_certificate_is_renewed_in_its_last_30_days_by_the_same_authority() throws Exception {
        var certificate = local("clinic-box");
        var authority = Files.readString(certificate.authority().orElseThrow());
        var before = certificate.keyManager().certificate();
        clock.pass(Duration.ofDays(366));
        certificate.renewIfDue();
        assertThat(certificate.keyManager().certificate()).isEqualTo(before);
        clock.pass(Duration.ofDays(2));
        certificate.renewIfDue();
        assertThat(certificate.keyManager().certificate()).isNotEqualTo(before);
        assertThat(Files.readString(certificate.authority().orElseThrow())).isEqualTo(authority);
    }

    @Test
    void a_machine_with_another_name_gets_another_authority() throws Exception {
        local("clinic-box");
        var renamed = local("ward-box");
        assertThat(shown(renamed, renamed.authority().orElseThrow(), "ward-box"))
                .isNotNull();
    }

    @Test
    void a_pair_cut_apart_by_a_power_cut_is_made_anew() throws Exception {
        local("clinic-box");
        Files.delete(folder.resolve("server.pem"));
        var again = local("clinic-box");
        assertThat(shown(again, again.authority().orElseThrow(), "localhost")).isNotNull();
        Files.writeString(folder.resolve("ca.key"), "");
        Files.writeString(folder.resolve("server.key"), "");
        var anew = local("clinic-box");
        assertThat(shown(anew, anew.authority().orElseThrow(), "localhost")).isNotNull();
    }

    @Test
    void a_sites_own_certificate_is_reloaded_without_a_restart() throws Exception {
        var first = local("clinic-box");
        var own = Files.createDirectory(folder.resolve("own"));
        var chain = own.resolve("chain.pem");
        var key = own.resolve("key.pem");
        Files.copy(folder.resolve("server.pem"), chain);
        Files.copy(folder.resolve("server.key"), key);
        var certificate = ServerCertificate.open(new TlsSource.Own(chain, key), clock, random);
        var authority = first.authority().orElseThrow();
        var before = shown(certificate, authority, "localhost");

        Files.writeString(key, "not a key");
        clock.pass(Duration.ofSeconds(1));
        assertThat(shown(certificate, authority, "localhost")).isEqualTo(before);

        var next = CertificateAuthority.open(folder, clock.instant(), random)
                .issue(HostNames.of("clinic-box"), clock.instant());
        Pem.writeKey(key, next.key());
        Pem.writeChain(chain, next.chain());
        clock.pass(Duration.ofSeconds(1));
        assertThat(shown(certificate, authority, "localhost"))
                .isEqualTo(next.chain().getFirst())
                .isNotEqualTo(before);
    }

    @Test
    void files_that_cannot_serve_are_refused_by_name() throws Exception {
        local("clinic-box");
        var chain = folder.resolve("server.pem");
        for (var wrong : new TlsSource.Own[] {
            new TlsSource.Own(chain, folder.resolve("ca.key")),
            new TlsSource.Own(folder.resolve("missing.pem"), folder.resolve("server.key")),
            new TlsSource.Own(folder.resolve("server.key"), folder.resolve("server.key")),
            new TlsSource.Own(chain, chain)
        }) {
            assertThatThrownBy(() -> ServerCertificate.open(wrong, clock, random))
                    .isInstanceOf(TlsUnusable.class)
                    .hasMessageContaining(folder.toString());
        }
        clock.pass(Duration.ofDays(400));
        assertThatThrownBy(() ->
                        ServerCertificate.open(new TlsSource.Own(chain, folder.resolve("server.key")), clock, random))
                .isInstanceOf(TlsUnusable.class)
                .hasMessageContaining("expired");
    }
}
