package io.carekeep.server.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Everything that can be set, with its default.
public enum Setting {
    PORT("port", "8443", "port of the FHIR API"),
    ADDRESS("address", "", "address to listen on; empty: all with TLS, loopback with http"),
    HTTP("http", "false", "plain HTTP, on loopback only"),
    TLS_CERTIFICATE("tls.certificate", "", "PEM file with the certificate and its chain; empty: Carekeep's own"),
    TLS_KEY("tls.key", "", "PEM file with the certificate's private key"),
    TRUSTED_PROXIES("trusted-proxies", "", "addresses whose X-Forwarded-* headers count, separated by commas"),
    MANAGEMENT_PORT("management.port", "", "loopback port of health and metrics; empty: port + 1"),
    DATABASE_URL("database.url", "", "jdbc:postgresql://… of a PostgreSQL 15 or newer; empty: the embedded one"),
    DATABASE_OWNER("database.owner", "", "role that owns the schemas there"),
    DATABASE_OWNER_PASSWORD("database.owner-password", "", "its password", Shown.NEVER),
    DATABASE_APP_PASSWORD("database.app-password", "", "password of the role carekeep_app there", Shown.NEVER),
    SITE_TIME_ZONE("site-time-zone", "UTC", "zone of dates without an offset"),
    REFERENCES_MUST_EXIST("references-must-exist", "false", "refuse references to what is not there"),
    BODY_MEGABYTES("limits.body-megabytes", "96", "most MiB in a request's body"),
    REINDEX_ROWS("reindex.rows-per-second", "1000", "rows a second that go to a new token key or extraction"),
    ALARM_SITE("alarm.site", "carekeep", "what this site is called in pages"),
    ALARM_CRITICAL_MINUTES("alarm.deadline.critical-minutes", "15", "in which somebody takes a critical alarm"),
    ALARM_WARNING_MINUTES("alarm.deadline.warning-minutes", "240", "in which somebody takes a warning"),
    ALARM_INFO_MINUTES("alarm.deadline.info-minutes", "4320", "in which somebody takes what is to be known"),
    ALARM_MAIL_TO("alarm.mail.to", "", "who is mailed of alarms, separated by commas; empty: nobody"),
    ALARM_MAIL_ESCALATED_TO("alarm.mail.escalated-to", "", "who is mailed when nobody took one; empty: the same"),
    ALARM_MAIL_FROM("alarm.mail.from", "", "the sender's address"),
    ALARM_SMTP_HOST("alarm.smtp.host", "", "the mail server"),
    ALARM_SMTP_PORT("alarm.smtp.port", "587", "its port"),
    ALARM_SMTP_TLS("alarm.smtp.tls", "starttls", "starttls, implicit, or none on loopback"),
    ALARM_SMTP_AUTHORITY("alarm.smtp.authority", "", "PEM file of who vouches for it; empty: whom Java trusts"),
    ALARM_SMTP_USER("alarm.smtp.user", "", "who signs in there; empty: nobody"),
    ALARM_SMTP_PASSWORD("alarm.smtp.password", "", "the user's password there", Shown.NEVER),
    ALARM_WEBHOOK_URL("alarm.webhook.url", "", "https address that is told of alarms; empty: none", Shown.NEVER),
    ALARM_WEBHOOK_SECRET("alarm.webhook.secret", "", "whsec_… that signs what it is told", Shown.NEVER),
    ALARM_HEARTBEAT_URL("alarm.heartbeat.url", "", "https address of an outside watcher; empty: none", Shown.NEVER),
    ALARM_HEARTBEAT_SECRET("alarm.heartbeat.secret", "", "whsec_… that signs what it hears", Shown.NEVER),
    ALARM_HEARTBEAT_SECONDS("alarm.heartbeat.seconds", "60", "seconds from one ping to the next"),
    AUDIT_TILES("audit.tiles", "", "folders outside the home that keep a copy of the audit log's tiles, by commas"),
    LOG_FORMAT("log.format", "text", "text or json");

    private enum Shown {
        ALWAYS,
        NEVER
    }

    private static final String PREFIX = "CAREKEEP_";

    private final String key;
    private final String fallback;
    private final String meaning;
    private final Shown shown;

    Setting(String key, String fallback, String meaning) {
        this(key, fallback, meaning, Shown.ALWAYS);
    }

    Setting(String key, String fallback, String meaning, Shown shown) {
        this.key = key;
        this.fallback = fallback;
        this.meaning = meaning;
        this.shown = shown;
    }

    /// As it stands in `carekeep.yaml`, levels joined by dots.
    public String key() {
        return key;
    }

    /// Its environment variable: `CAREKEEP_DATABASE_URL` for `database.url`.
    public String variable() {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    public String fallback() {
        return fallback;
    }

    public String meaning() {
        return meaning;
    }

    /// Whether its value is shown to nobody.
    public boolean secret() {
        return shown == Shown.NEVER;
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    static Optional<Setting> ofVariable(String variable) {
        return Arrays.stream(values())
                .filter(setting -> setting.variable().equals(variable))
                .findFirst();
    }
}
