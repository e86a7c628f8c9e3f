package io.carekeep.server.wiring;

import io.carekeep.identity.tls.ServerCertificate;
import io.carekeep.server.management.LocalService;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.function.Supplier;

/// Tells local commands which certificate the server shows now, so that they trust that one and no other.
final class LocalCertificate implements LocalService {

    private final Supplier<ServerCertificate> certificate;

    LocalCertificate(Supplier<ServerCertificate> certificate) {
        this.certificate = certificate;
    }

    @Override
    public String name() {
        return "certificate";
    }

    @Override
    public String answer(String asked) {
        try {
            var shown = certificate.get().keyManager().certificate();
            return Base64.getMimeEncoder().encodeToString(shown.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new AssertionError("a certificate in use has bytes", impossible);
        }
    }
}
