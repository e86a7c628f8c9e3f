package io.carekeep.access.policy;

import io.carekeep.access.Budget;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/// Reads budgets: `40/150/800` for an hour, a day and thirty days, or the keys `hour`, `day`, `month` and `warn`.
final class BudgetText {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,7}");
    private static final String EXPECTED =
            "patients in an hour, a day and thirty days, none less than the one before, such as 40/150/800";

    private final YamlText yaml;

    BudgetText(YamlText yaml) {
        this.yaml = yaml;
    }

    Budget budget(Node node) {
        if (yaml.isText(node)) {
            var words = yaml.text(node).split("/", -1);
            if (words.length != 3) {
                throw yaml.refused(node, EXPECTED);
            }
            return made(node, number(node, words[0]), number(node, words[1]), number(node, words[2]), Budget.WARNS);
        }
        var keys = yaml.mapping(node, Set.of("hour", "day", "month", "warn"));
        return made(
                node,
                demanded(keys, "hour"),
                demanded(keys, "day"),
                demanded(keys, "month"),
                percent(keys.get("warn")));
    }

    private int demanded(Map<String, Node> keys, String key) {
        var node = yaml.demanded(keys, key);
        return number(node, yaml.text(node));
    }

    private int number(Node node, String text) {
        if (!NUMBER.matcher(text.strip()).matches()) {
            throw yaml.refused(node, EXPECTED);
        }
        return Integer.parseInt(text.strip());
    }

    private int percent(@Nullable Node node) {
        if (node == null) {
            return Budget.WARNS;
        }
        int percent = number(node, yaml.text(node).replace("%", ""));
        if (percent < 1 || percent > 100) {
            throw yaml.refused(node, "at how many percent of it an alarm is raised, 1 to 100");
        }
        return percent;
    }

    private Budget made(Node node, int hour, int day, int month, int warns) {
        if (hour > day || day > month) {
            throw yaml.refused(node, EXPECTED);
        }
        return new Budget(hour, day, month, warns, true, false);
    }
}
