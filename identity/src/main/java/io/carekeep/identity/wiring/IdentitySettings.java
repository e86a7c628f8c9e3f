package io.carekeep.identity.wiring;

import io.carekeep.identity.tls.TlsSource;
import java.nio.file.Path;
import java.util.List;

/// What this module has to know of the site.
/// @param home the folder that holds the operator's secret
/// @param siteWords words that everybody at this site would take for a password
/// @param tls where the server's certificate comes from
public record IdentitySettings(Path home, List<String> siteWords, TlsSource tls) {

    public IdentitySettings {
        siteWords = List.copyOf(siteWords);
    }
}
