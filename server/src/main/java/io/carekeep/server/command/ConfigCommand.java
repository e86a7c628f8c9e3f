package io.carekeep.server.command;

import io.carekeep.server.settings.Setting;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Prints what a server of the home would work with.
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = {
            "Prints every setting: its value, where it came from and what it means. Secrets are not shown.",
            "Settings come from HOME/carekeep.yaml, then CAREKEEP_* (CAREKEEP_DATABASE_URL for database.url), then"
                    + " options."
        })
final class ConfigCommand implements Runnable {

    @Mixin
    private HomeOption home;

    @Mixin
    private SettingOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        var settings = options.of(home.folder());
        for (var setting : Setting.values()) {
            var given = settings.given(setting);
            boolean hidden = setting.secret() && !given.text().isEmpty();
            spec.commandLine()
                    .getOut()
                    .println(String.format(
                            Locale.ROOT,
                            "%-24s %-28s %-13s %s",
                            setting.key(),
                            hidden ? "(hidden)" : given.text().isEmpty() ? "-" : given.text(),
                            given.source().shown(),
                            setting.meaning()));
        }
    }
}
