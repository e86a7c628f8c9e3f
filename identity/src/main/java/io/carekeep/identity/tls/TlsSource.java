package io.carekeep.identity.tls;

import java.nio.file.Path;

/// Where the server's certificate comes from.
public sealed interface TlsSource {

    /// From our own authority, both kept in a folder.
    /// @param host this machine's name, beside `localhost`
    record Local(Path folder, String host) implements TlsSource {}

    /// From the site.
    /// @param chain PEM, the server's own certificate first
    /// @param key PEM, PKCS#8, not encrypted
    record Own(Path chain, Path key) implements TlsSource {}
}
