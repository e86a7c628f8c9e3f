package io.carekeep.access.policy;

import io.carekeep.access.Purpose;
import io.carekeep.access.SignIn;
import io.carekeep.base.Refused;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/// Reads what rules and their tests say of purposes and of how somebody signed in.
final class SignInText {

    static final String PURPOSE = "a code of HL7's PurposeOfUse, such as TREAT";

    private static final Pattern AGE = Pattern.compile("(\\d{1,4})([smhd])");

    private final YamlText yaml;

    SignInText(YamlText yaml) {
        this.yaml = yaml;
    }

    /// Empty when there is no such purpose.
    static Optional<Purpose> purpose(String code) {
        try {
            return Optional.of(new Purpose(code));
        } catch (Refused _) {
            return Optional.empty();
        }
    }

    Purpose purpose(Node node) {
        return purpose(yaml.text(node)).orElseThrow(() -> yaml.refused(node, PURPOSE));
    }

    int assurance(Node node) {
        var text = yaml.text(node);
        if (!text.matches("[1-" + SignIn.ASSURANCE_MAX + "]")) {
            throw yaml.refused(node, "1 for one factor, 2 for two, 3 for two of which one can't be copied");
        }
        return Integer.parseInt(text);
    }

    Duration age(Node node) {
        var found = AGE.matcher(yaml.text(node));
        if (!found.matches()) {
            throw yaml.refused(node, "a number of seconds, minutes, hours or days, such as 30s, 5m, 8h or 1d");
        }
        long number = Long.parseLong(found.group(1));
        return switch (found.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
