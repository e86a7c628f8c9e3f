package io.carekeep.alarm.paging;

import io.carekeep.base.Check;
import java.security.cert.X509Certificate;
import java.util.List;

/// How mail is sent, and to whom.
/// @param authorities who may vouch for the mail server's certificate; empty for those whom Java trusts
/// @param user empty when the mail server asks for none
/// @param to who is told first
/// @param escalatedTo who is told when nobody took an alarm in time; empty for the same people
public record MailSettings(
        String host,
        int port,
        Tls tls,
        List<X509Certificate> authorities,
        String user,
        String password,
        String from,
        List<String> to,
        List<String> escalatedTo) {

    /// How the connection is protected.
    public enum Tls {
        /// From the first byte on: https://www.rfc-editor.org/rfc/rfc8314.
        IMPLICIT,
        /// After a greeting in the clear; without it nothing is sent: https://www.rfc-editor.org/rfc/rfc3207.
        STARTTLS,
        /// Not at all, on this machine only.
        NONE
    }

    public MailSettings {
        authorities = List.copyOf(authorities);
        to = List.copyOf(to);
        escalatedTo = List.copyOf(escalatedTo);
        Check.that(!to.isEmpty(), "mail goes to somebody");
    }

    @Override
    public String toString() {
        return "mail settings";
    }
}
