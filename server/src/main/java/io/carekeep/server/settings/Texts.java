package io.carekeep.server.settings;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Turns given texts into values, or says which key has none and what would do.
record Texts(Map<Setting, Given> given) {

    String of(Setting setting) {
        return given(setting).text().strip();
    }

    private Given given(Setting setting) {
        return Objects.requireNonNull(given.get(setting));
    }

    int number(Setting setting, int least, int most) {
        try {
            int number = Integer.parseInt(of(setting));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) { // said below
        }
        throw unusable(setting, "a number from " + least + " to " + most);
    }

    boolean yes(Setting setting) {
        return switch (of(setting).toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unusable(setting, "true or false");
        };
    }

    String needed(Setting setting, Setting because) {
        if (of(setting).isEmpty()) {
            throw new SettingsUnusable(setting.key() + " is missing: " + because.key() + " needs it; set it in "
                    + SettingsReader.FILE + " or as " + setting.variable());
        }
        return of(setting);
    }

    SettingsUnusable unusable(Setting setting, String expected) {
        return new SettingsUnusable(
                setting.key() + " (" + given(setting).source().shown() + ") must be " + expected);
    }
}
