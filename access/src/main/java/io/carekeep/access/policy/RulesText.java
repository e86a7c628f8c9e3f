package io.carekeep.access.policy;

import io.carekeep.access.Budget;
import io.carekeep.access.Group;
import io.carekeep.access.StepUp;
import io.carekeep.base.Refused;
import io.carekeep.fhir.mask.Mask;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/// Reads rules from their file, in YAML.
///
/// `groups` names each group and what it is for, `labels` each label with its `coding` and the `codes` that call for
/// it. Each of `rules` has `name`, `groups`, `types` (FHIR's names, or `all`)
/// and `interactions` (FHIR's names, `view` for all reading, `change` for all writing), and may have `effect`
/// (`permit` or `forbid`), `patients` (`any`, `self`, `in-care`, `my-organization` or `proxy`) with `days-before` and
/// `days-after`, `hide` and `read-only`, elements of them, `where`, what the records must be like, as a search says it,
/// and what it counts for: `networks`, `times`, `purposes`, and for a permit `assurance` and `signed-in-within` of the
/// sign-in. `budgets` says of groups how many patients they may read in an hour, a day and thirty days,
/// `statistics` which groups may be told totals over more, `invariants` what no rule may open to some groups
/// ([InvariantText]).
public final class RulesText {

    private static final Set<String> KEYS = Set.of(
            "name",
            "effect",
            "groups",
            "types",
            "interactions",
            "patients",
            "days-before",
            "days-after",
            "where",
            "hide",
            "read-only",
            "opens",
            "networks",
            "times",
            "purposes",
            "assurance",
            "signed-in-within");
    private static final Set<String> TOP = Set.of("groups", "rules", "labels", "budgets", "statistics", "invariants");
    private static final int DAYS_MAX = 36_500;
    private static final Set<Group> BUILT_IN = Set.of(Group.ADMINISTRATOR, Group.OPERATOR);

    private final YamlText yaml = new YamlText("policy");
    private final LabelText labelling = new LabelText(yaml);
    private final AboutText about = new AboutText(yaml);

    private RulesText() {}

    /// @throws Refused naming the line and how to mend it
    public static Rules read(String text) {
        return new RulesText().rules(text);
    }

    private Rules rules(String text) {
        var all = yaml.mapping(yaml.read(text), TOP);
        var groups = groups(yaml.demanded(all, "groups"));
        var labels = labelling.labels(all.get("labels"));
        var rules = yaml.list(yaml.demanded(all, "rules")).stream()
                .map(each -> rule(each, groups.keySet(), labels.keySet()))
                .toList();
        var statistics = all.get("statistics");
        return new Rules(
                groups,
                rules,
                List.copyOf(labels.values()),
                budgets(all.get("budgets"), groups.keySet()),
                statistics == null ? Set.of() : about.groups(statistics, groups.keySet()),
                new InvariantText(yaml, about).invariants(all.get("invariants"), groups.keySet(), labels));
    }

    private Map<Group, String> groups(Node node) {
        var groups = new LinkedHashMap<Group, String>();
        yaml.mapping(node, null).forEach((name, purpose) -> {
            var group = about.group(name, purpose);
            if (BUILT_IN.contains(group)) {
                throw yaml.refused(
                        purpose, "a group of yours: administrator and operator are built in and stay as they are");
            }
            groups.put(group, yaml.text(purpose));
        });
        return groups;
    }

    private Map<Group, Budget> budgets(@Nullable Node node, Set<Group> known) {
        var budgets = new LinkedHashMap<Group, Budget>();
        if (node != null) {
            var text = new BudgetText(yaml);
            yaml.mapping(node, null).forEach((name, each) -> {
                var group = about.group(name, each);
                if (!known.contains(group)) {
                    throw yaml.refused(each, "a budget of a group that stands under groups");
                }
                budgets.put(group, text.budget(each));
            });
        }
        return budgets;
    }

    private Rule rule(Node node, Set<Group> known, Set<String> labels) {
        var keys = yaml.mapping(node, KEYS);
        return new Rule(
                yaml.text(yaml.demanded(keys, "name")),
                one(Rule.Effect.class, keys.get("effect"), Rule.Effect.PERMIT),
                about.groups(yaml.demanded(keys, "groups"), known),
                about.types(yaml.demanded(keys, "types")),
                about.interactions(yaml.demanded(keys, "interactions")),
                whose(keys),
                where(keys.get("where")),
                mask(keys, "hide"),
                mask(keys, "read-only"),
                labelling.opens(keys.get("opens"), labels),
                bounds(keys));
    }

    private Bounds bounds(Map<String, Node> keys) {
        return new Bounds(
                each(keys.get("networks"), Network::parse, "an address or a network, such as 10.0.0.0/8"),
                each(keys.get("times"), Hours::parse, "hours, such as mon-fri 07:00-19:00"),
                each(keys.get("purposes"), SignInText::purpose, SignInText.PURPOSE),
                signIn(keys));
    }

    // Who has signed in more strongly is never kept from more.
    private StepUp signIn(Map<String, Node> keys) {
        var text = new SignInText(yaml);
        var assurance = keys.get("assurance");
        var within = keys.get("signed-in-within");
        permitting(keys, assurance, "let the rules that permit ask for it");
        permitting(keys, within, "let the rules that permit ask for it");
        return new StepUp(
                Math.max(assurance == null ? 0 : text.assurance(assurance), within == null ? 0 : 1),
                Optional.ofNullable(within).map(text::age));
    }

    private void permitting(Map<String, Node> keys, @Nullable Node node, String why) {
        var effect = one(Rule.Effect.class, keys.get("effect"), Rule.Effect.PERMIT);
        if (node != null && effect == Rule.Effect.FORBID) {
            throw yaml.refused(node, "left out of a rule that forbids: " + why);
        }
    }

    private Mask mask(Map<String, Node> keys, String key) {
        var node = keys.get(key);
        if (node == null) {
            return Mask.NONE;
        }
        permitting(keys, node, "what it forbids is not there at all");
        return Mask.of(yaml.list(node).stream().map(yaml::path).toList());
    }

    private Rule.Whose whose(Map<String, Node> keys) {
        var patients = one(Rule.Patients.class, keys.get("patients"), Rule.Patients.ANY);
        int before = days(keys.get("days-before"), patients);
        return new Rule.Whose(patients, before, days(keys.get("days-after"), patients));
    }

    private int days(@Nullable Node node, Rule.Patients patients) {
        if (node == null) {
            return 0;
        }
        var text = yaml.text(node);
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > DAYS_MAX) {
            throw yaml.refused(node, "a number of days, at most " + DAYS_MAX);
        }
        if (!patients.isBond()) {
            throw yaml.refused(node, "left out: it goes with patients: in-care, my-organization or proxy");
        }
        return Integer.parseInt(text);
    }

    private <T> Set<T> each(@Nullable Node node, Function<String, Optional<T>> parser, String expected) {
        if (node == null) {
            return Set.of();
        }
        var found = new HashSet<T>();
        for (var one : yaml.list(node)) {
            found.add(parser.apply(yaml.text(one)).orElseThrow(() -> yaml.refused(one, expected)));
        }
        if (found.isEmpty()) {
            throw yaml.refused(node, expected);
        }
        return found;
    }

    private String where(@Nullable Node node) {
        return node == null ? "" : yaml.text(node);
    }

    private <E extends Enum<E>> E one(Class<E> type, @Nullable Node node, E fallback) {
        if (node == null) {
            return fallback;
        }
        var words = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(
                        each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'), each -> each));
        var found = words.get(yaml.text(node));
        if (found == null) {
            throw yaml.refused(
                    node, "one of " + words.keySet().stream().sorted().toList());
        }
        return found;
    }
}
