package io.carekeep.server.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// Gathers the settings: defaults < `HOME/carekeep.yaml` < `CAREKEEP_*` < options.
public final class SettingsReader {

    /// The file in a home.
    public static final String FILE = "carekeep.yaml";

    private static final String PREFIX = "CAREKEEP_";
    // Read by the launcher and the command line, not settings of a server.
    private static final Set<String> OTHERS = Set.of("CAREKEEP_HOME", "CAREKEEP_JAVA_OPTS");

    private SettingsReader() {}

    /// @param options what stood on the command line
    /// @throws SettingsUnusable naming the key that is unknown or has no usable value
    public static Settings read(Path home, Map<String, String> environment, Map<Setting, String> options) {
        var given = new EnumMap<Setting, Given>(Setting.class);
        for (var setting : Setting.values()) {
            given.put(setting, new Given(setting.fallback(), Source.DEFAULT));
        }
        file(home.resolve(FILE)).forEach((setting, text) -> given.put(setting, new Given(text, Source.FILE)));
        environment(environment).forEach((setting, text) -> given.put(setting, new Given(text, Source.ENVIRONMENT)));
        options.forEach((setting, text) -> given.put(setting, new Given(text, Source.OPTION)));
        return Settings.of(given);
    }

    private static Map<Setting, String> file(Path file) {
        var found = new EnumMap<Setting, String>(Setting.class);
        if (!Files.exists(file)) {
            return found;
        }
        try (var text = Files.newBufferedReader(file)) {
            Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            if (read instanceof Map<?, ?> tree) {
                gather("", tree, found);
            } else if (read != null) {
                throw new SettingsUnusable(FILE + " holds no keys: write a line such as \"port: 8443\"");
            }
            return found;
        } catch (YAMLException _) {
            throw new SettingsUnusable(file + " is no YAML: check its indentation and quotes");
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " can't be read", failure);
        }
    }

    private static void gather(String above, Map<?, ?> tree, Map<Setting, String> found) {
        tree.forEach((name, value) -> {
            var key = above + name;
            if (value instanceof Map<?, ?> below) {
                gather(key + ".", below, found);
                return;
            }
            var setting = Setting.ofKey(key)
                    .orElseThrow(() -> new SettingsUnusable("unknown key " + key + " in " + FILE
                            + ": remove it, or see what there is with carekeep config"));
            found.put(setting, text(value));
        });
    }

    private static String text(@org.jspecify.annotations.Nullable Object value) {
        return switch (value) {
            case null -> "";
            case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.joining(","));
            default -> value.toString();
        };
    }

    private static Map<Setting, String> environment(Map<String, String> environment) {
        var found = new EnumMap<Setting, String>(Setting.class);
        environment.forEach((variable, text) -> {
            if (variable.startsWith(PREFIX) && !OTHERS.contains(variable)) {
                var setting = Setting.ofVariable(variable)
                        .orElseThrow(() -> new SettingsUnusable("unknown environment variable " + variable
                                + ": unset it, or see what there is with carekeep config"));
                found.put(setting, text);
            }
        });
        return found;
    }
}
