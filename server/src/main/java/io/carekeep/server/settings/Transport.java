package io.carekeep.server.settings;

import java.nio.file.Path;

/// How requests come in.
public sealed interface Transport {

    /// TLS with the certificate that Carekeep made for itself.
    record OwnCertificate() implements Transport {}

    /// TLS with a certificate of the site.
    record SiteCertificate(Path certificate, Path key) implements Transport {}

    /// Plain HTTP, on loopback only.
    record Plain() implements Transport {}
}
