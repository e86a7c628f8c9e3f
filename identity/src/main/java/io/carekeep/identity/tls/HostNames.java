package io.carekeep.identity.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/// The names of this machine: `localhost`, its addresses, and what the machine is called.
record HostNames(String host) {

    private static final String LOCALHOST = "localhost";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9-]{1,63})*");
    private static final Pattern NUMBER = Pattern.compile("[0-9.]+");
    private static final int CHARACTERS_MAX = 50;

    /// A host name that no certificate can carry gives way to `localhost`.
    static HostNames of(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        boolean usable = name.length() <= CHARACTERS_MAX
                && NAME.matcher(name).matches()
                && !NUMBER.matcher(name).matches();
        return new HostNames(usable ? name : LOCALHOST);
    }

    GeneralName[] all() {
        return names("127.0.0.1", "::1");
    }

    NameConstraints constraints() {
        var permitted = Stream.of(names("127.0.0.0/8", "::1/128"))
                .map(GeneralSubtree::new)
                .toArray(GeneralSubtree[]::new);
        return new NameConstraints(permitted, null);
    }

    private GeneralName[] names(String ipv4, String ipv6) {
        var dns = dns().stream().map(name -> new GeneralName(GeneralName.dNSName, name));
        var addresses = Stream.of(ipv4, ipv6).map(address -> new GeneralName(GeneralName.iPAddress, address));
        return Stream.concat(dns, addresses).toArray(GeneralName[]::new);
    }

    private Set<String> dns() {
        return new TreeSet<>(List.of(LOCALHOST, host));
    }

    /// Whether a certificate of ours is for these names.
    boolean areOf(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null
                    && names.stream()
                            .map(name -> String.valueOf(name.getLast()))
                            .collect(Collectors.toSet())
                            .containsAll(dns());
        } catch (CertificateParsingException _) {
            return false;
        }
    }

    /// Whether an authority of ours was made for these names.
    boolean arePermittedBy(X509Certificate authority) {
        return authority.getSubjectX500Principal().equals(subject());
    }

    /// The name of an authority for these names.
    X500Principal subject() {
        return new X500Principal("CN=Carekeep on " + host);
    }
}
