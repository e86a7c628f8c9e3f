package io.carekeep.server.command;

import io.carekeep.server.settings.Setting;
import io.carekeep.server.settings.Settings;
import io.carekeep.server.settings.SettingsReader;
import io.carekeep.server.settings.SettingsUnusable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Settings on the command line; they win over the environment and the home's carekeep.yaml.
final class SettingOptions {

    @Option(names = "--port", paramLabel = "N", description = "port of the FHIR API (default 8443; 0: any free one)")
    private @Nullable Integer port;

    @Option(names = "--http", description = "plain HTTP, on loopback only")
    private boolean http;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "jdbc:postgresql://… of your own PostgreSQL 15 or newer")
    private @Nullable String database;

    @Option(names = "--database-owner", paramLabel = "ROLE", description = "the role that owns the schemas there")
    private @Nullable String owner;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "any other setting; carekeep config lists them")
    private Map<String, String> others = new LinkedHashMap<>();

    /// The settings of a home with these options.
    Settings of(Path home) {
        return SettingsReader.read(home, System.getenv(), options());
    }

    private Map<Setting, String> options() {
        var options = new EnumMap<Setting, String>(Setting.class);
        others.forEach((key, value) -> options.put(setting(key), value));
        put(options, Setting.PORT, port);
        put(options, Setting.HTTP, http ? true : null);
        put(options, Setting.DATABASE_URL, database);
        put(options, Setting.DATABASE_OWNER, owner);
        return options;
    }

    private static void put(Map<Setting, String> options, Setting setting, @Nullable Object value) {
        if (value != null) {
            options.put(setting, value.toString());
        }
    }

    // A secret on a command line is readable for every process of the machine.
    private static Setting setting(String key) {
        var setting = Arrays.stream(Setting.values())
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new SettingsUnusable("unknown key " + key + " in --set"));
        if (setting.secret()) {
            throw new SettingsUnusable(key + " is a secret: set it in carekeep.yaml or as " + setting.variable());
        }
        return setting;
    }
}
