package io.carekeep.server.wiring;

import io.carekeep.identity.tls.ServerCertificate;
import io.carekeep.server.management.LocalService;
import java.nio.file.Path;
import java.util.function.Supplier;

/// Names the file with the certificate of the local authority, for those who are to trust it.
final class LocalAuthority implements LocalService {

    private final Supplier<ServerCertificate> certificate;

    LocalAuthority(Supplier<ServerCertificate> certificate) {
        this.certificate = certificate;
    }

    @Override
    public String name() {
        return "authority";
    }

    @Override
    public String answer(String asked) {
        return certificate.get().authority().map(Path::toString).orElse("") + "\n";
    }
}
