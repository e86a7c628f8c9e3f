package io.carekeep.server.settings;

import io.carekeep.alarm.Severity;
import io.carekeep.alarm.paging.MailSettings;
import io.carekeep.alarm.paging.SignedTarget;
import io.carekeep.alarm.wiring.AlarmSettings;
import io.carekeep.identity.tls.Pem;
import io.carekeep.identity.tls.TlsUnusable;
import io.carekeep.vault.MessageKey;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the settings of alarms.
record AlarmTexts(Texts text) {

    private static final int MINUTES_MOST = 60 * 24 * 30;
    private static final int PORT_MAX = 65535;
    private static final int BEAT_LEAST = 5;
    private static final int BEAT_MOST = 3600;
    private static final Pattern ADDRESS = Pattern.compile("[!-~&&[^@,<>\"()\\\\:;\\[\\]]]+@[A-Za-z0-9.-]+");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]+");
    private static final Pattern SITE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1|\\[::1]");

    AlarmSettings settings() {
        return new AlarmSettings(
                site(),
                Map.of(
                        Severity.CRITICAL, minutes(Setting.ALARM_CRITICAL_MINUTES),
                        Severity.WARNING, minutes(Setting.ALARM_WARNING_MINUTES),
                        Severity.INFO, minutes(Setting.ALARM_INFO_MINUTES)),
                mail(),
                target(Setting.ALARM_WEBHOOK_URL, Setting.ALARM_WEBHOOK_SECRET),
                target(Setting.ALARM_HEARTBEAT_URL, Setting.ALARM_HEARTBEAT_SECRET),
                Duration.ofSeconds(text.number(Setting.ALARM_HEARTBEAT_SECONDS, BEAT_LEAST, BEAT_MOST)));
    }

    // It stands in a subject line and in JSON as it is.
    private String site() {
        var site = text.of(Setting.ALARM_SITE);
        if (!SITE.matcher(site).matches()) {
            throw text.unusable(Setting.ALARM_SITE, "letters, digits, blanks and . _ -, at most 60");
        }
        return site;
    }

    private Duration minutes(Setting setting) {
        return Duration.ofMinutes(text.number(setting, 1, MINUTES_MOST));
    }

    private @Nullable MailSettings mail() {
        var to = addresses(Setting.ALARM_MAIL_TO);
        if (to.isEmpty()) {
            return null;
        }
        var from = addresses(Setting.ALARM_MAIL_FROM);
        if (from.size() != 1) {
            throw text.unusable(
                    Setting.ALARM_MAIL_FROM, "one mail address: " + Setting.ALARM_MAIL_TO.key() + " needs it");
        }
        var host = text.needed(Setting.ALARM_SMTP_HOST, Setting.ALARM_MAIL_TO);
        if (!HOST.matcher(host).matches()) {
            throw text.unusable(Setting.ALARM_SMTP_HOST, "a host name or an IP address");
        }
        var user = text.of(Setting.ALARM_SMTP_USER);
        return new MailSettings(
                host,
                text.number(Setting.ALARM_SMTP_PORT, 1, PORT_MAX),
                tls(host),
                authorities(),
                user,
                user.isEmpty() ? "" : text.needed(Setting.ALARM_SMTP_PASSWORD, Setting.ALARM_SMTP_USER),
                from.getFirst(),
                to,
                addresses(Setting.ALARM_MAIL_ESCALATED_TO));
    }

    private MailSettings.Tls tls(String host) {
        var word = text.of(Setting.ALARM_SMTP_TLS).toLowerCase(Locale.ROOT);
        var found = Arrays.stream(MailSettings.Tls.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> text.unusable(Setting.ALARM_SMTP_TLS, "starttls, implicit or none"));
        if (found == MailSettings.Tls.NONE && !LOOPBACK.matcher(host).matches()) {
            throw text.unusable(Setting.ALARM_SMTP_TLS, "starttls or implicit: none is for a mail server on loopback");
        }
        return found;
    }

    private List<X509Certificate> authorities() {
        var file = text.of(Setting.ALARM_SMTP_AUTHORITY);
        try {
            return file.isEmpty() ? List.of() : Pem.readChain(Path.of(file));
        } catch (TlsUnusable | InvalidPathException _) {
            throw text.unusable(Setting.ALARM_SMTP_AUTHORITY, "a file that can be read and holds certificates in PEM");
        }
    }

    private List<String> addresses(Setting setting) {
        var addresses = Arrays.stream(text.of(setting).split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
        if (!addresses.stream().allMatch(each -> ADDRESS.matcher(each).matches())) {
            throw text.unusable(setting, "mail addresses, separated by commas");
        }
        return addresses;
    }

    private @Nullable SignedTarget target(Setting url, Setting secret) {
        if (text.of(url).isEmpty()) {
            return null;
        }
        var key = MessageKey.find(text.needed(secret, url))
                .orElseThrow(() -> text.unusable(secret, "whsec_ and 24 to 64 random bytes in base64"));
        return new SignedTarget(url(url), key);
    }

    private URI url(Setting setting) {
        var expected = "an https address, or an http address on loopback";
        try {
            var url = URI.create(text.of(setting));
            boolean loopback =
                    url.getHost() != null && LOOPBACK.matcher(url.getHost()).matches();
            boolean usable = "https".equals(url.getScheme()) && url.getHost() != null
                    || "http".equals(url.getScheme()) && loopback;
            if (!usable || url.getUserInfo() != null) {
                throw text.unusable(setting, expected);
            }
            return url;
        } catch (IllegalArgumentException _) {
            throw text.unusable(setting, expected);
        }
    }
}
