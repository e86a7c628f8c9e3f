package io.carekeep.server.settings;

import io.carekeep.alarm.wiring.AlarmSettings;
import io.carekeep.base.database.DatabaseLocation;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The settings in force, checked, and where each came from.
/// @param address to listen on; null for every address
/// @param database null for the embedded one
/// @param reindexedRows a second, when a token key or the extraction changes
/// @param trustedProxies addresses whose forwarding headers count
public record Settings(
        int port,
        int managementPort,
        @Nullable String address,
        Transport transport,
        List<String> trustedProxies,
        DatabaseLocation.@Nullable External database,
        ZoneId siteTimeZone,
        boolean referencesMustExist,
        long bodyBytesMax,
        int reindexedRows,
        AlarmSettings alarm,
        List<Path> auditTiles,
        LogFormat logFormat,
        Map<Setting, Given> given) {

    private static final int PORT_MAX = 65535;
    private static final int BODY_LEAST = 64;
    private static final int BODY_MOST = 1024;
    private static final int REINDEXED_MOST = 1_000_000;
    private static final String LOOPBACK = "127.0.0.1";
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]+");

    public Settings {
        trustedProxies = List.copyOf(trustedProxies);
        auditTiles = List.copyOf(auditTiles);
        given = Map.copyOf(given);
    }

    static Settings of(Map<Setting, Given> given) {
        var text = new Texts(given);
        int port = text.number(Setting.PORT, 0, PORT_MAX);
        boolean http = text.yes(Setting.HTTP);
        return new Settings(
                port,
                managementPort(text, port),
                address(text, http),
                transport(text, http),
                proxies(text),
                database(text),
                zone(text),
                text.yes(Setting.REFERENCES_MUST_EXIST),
                text.number(Setting.BODY_MEGABYTES, BODY_LEAST, BODY_MOST) * 1024L * 1024L,
                text.number(Setting.REINDEX_ROWS, 1, REINDEXED_MOST),
                new AlarmTexts(text).settings(),
                tiles(text),
                format(text),
                given);
    }

    // Port 0 lets the system choose, for both.
    private static int managementPort(Texts text, int port) {
        if (!text.of(Setting.MANAGEMENT_PORT).isEmpty()) {
            return text.number(Setting.MANAGEMENT_PORT, 0, PORT_MAX);
        }
        return port == 0 || port == PORT_MAX ? 0 : port + 1;
    }

    private static @Nullable String address(Texts text, boolean http) {
        var address = text.of(Setting.ADDRESS);
        if (address.isEmpty()) {
            return http ? LOOPBACK : null;
        }
        if (!ADDRESS.matcher(address).matches()) {
            throw text.unusable(Setting.ADDRESS, "an IP address");
        }
        if (http && !address.startsWith("127.") && !"::1".equals(address)) {
            throw text.unusable(Setting.ADDRESS, "a loopback address with http: leave http off to serve others");
        }
        return address;
    }

    private static Transport transport(Texts text, boolean http) {
        var certificate = text.of(Setting.TLS_CERTIFICATE);
        var key = text.of(Setting.TLS_KEY);
        if (certificate.isEmpty() != key.isEmpty()) {
            throw text.unusable(
                    certificate.isEmpty() ? Setting.TLS_CERTIFICATE : Setting.TLS_KEY, "a file: the two go together");
        }
        if (http) {
            return new Transport.Plain();
        }
        return certificate.isEmpty()
                ? new Transport.OwnCertificate()
                : new Transport.SiteCertificate(Path.of(certificate), Path.of(key));
    }

    private static List<String> proxies(Texts text) {
        var proxies = Arrays.stream(text.of(Setting.TRUSTED_PROXIES).split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
        if (!proxies.stream().allMatch(each -> ADDRESS.matcher(each).matches())) {
            throw text.unusable(Setting.TRUSTED_PROXIES, "IP addresses, separated by commas");
        }
        return proxies;
    }

    private static List<Path> tiles(Texts text) {
        var folders = Arrays.stream(text.of(Setting.AUDIT_TILES).split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .map(Path::of)
                .toList();
        if (!folders.stream().allMatch(Path::isAbsolute)) {
            throw text.unusable(Setting.AUDIT_TILES, "absolute paths of folders, separated by commas");
        }
        return folders;
    }

    private static DatabaseLocation.@Nullable External database(Texts text) {
        var url = text.of(Setting.DATABASE_URL);
        if (url.isEmpty()) {
            return null;
        }
        if (!url.startsWith("jdbc:postgresql://") || url.contains("password=")) {
            throw text.unusable(
                    Setting.DATABASE_URL,
                    "jdbc:postgresql://host:port/database, without a password: that goes to "
                            + Setting.DATABASE_OWNER_PASSWORD.variable());
        }
        return new DatabaseLocation.External(
                url,
                text.needed(Setting.DATABASE_OWNER, Setting.DATABASE_URL),
                text.needed(Setting.DATABASE_OWNER_PASSWORD, Setting.DATABASE_URL),
                text.needed(Setting.DATABASE_APP_PASSWORD, Setting.DATABASE_URL));
    }

    private static ZoneId zone(Texts text) {
        try {
            return ZoneId.of(text.of(Setting.SITE_TIME_ZONE));
        } catch (DateTimeException _) {
            throw text.unusable(Setting.SITE_TIME_ZONE, "a zone such as UTC or Europe/Berlin");
        }
    }

    private static LogFormat format(Texts text) {
        return switch (text.of(Setting.LOG_FORMAT).toLowerCase(Locale.ROOT)) {
            case "text" -> LogFormat.TEXT;
            case "json" -> LogFormat.JSON;
            default -> throw text.unusable(Setting.LOG_FORMAT, "text or json");
        };
    }

    /// The value of one setting as it was given, and where.
    public Given given(Setting setting) {
        return Objects.requireNonNull(given.get(setting));
    }

    /// Whether TLS is off.
    public boolean plain() {
        return transport instanceof Transport.Plain;
    }

    /// Where the database is, for the server of a home.
    public DatabaseLocation databaseOf(Path home) {
        return database == null ? new DatabaseLocation.Embedded(home) : database;
    }

    @Override
    public String toString() {
        return "settings";
    }
}
