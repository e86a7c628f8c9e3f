package io.carekeep.access.policy;

import io.carekeep.access.Caller;
import io.carekeep.access.Circumstances;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.SignIn;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.mask.Mask;
import java.net.InetAddress;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/// Tests of a policy, read from a file: `tests`, a list; each has `name`, `groups`, `interaction`, `record` (such as
/// `Patient/1`, one that is there) and `expect` (`permitted` or `denied`), and may have `fhir-user` (a list), `from`
/// (an address), `at` (a time of the site, such as `2026-03-02T20:00`; without one the rules that are bound to hours do
/// not count), `purpose` (such as `TREAT`), `assurance` of the sign-in, and how long ago that was, `signed-in` (such as
/// `3m`). Without either it is not known how somebody signed in; with one, the other is 1, or at this moment. One that
/// expects `permitted` may say in `hides` which elements of the record are hidden: those and no others.
public final class PolicyTests {

    /// One of them.
    /// @param expected whether the caller shall be permitted
    /// @param hides exactly what shall be hidden of the record; empty when the test does not say
    public record Case(
            String name,
            Caller caller,
            Interaction way,
            ResourceKey record,
            Optional<LocalDateTime> at,
            boolean expected,
            Optional<Mask> hides) {}

    private static final Set<String> KEYS = Set.of(
            "name",
            "groups",
            "fhir-user",
            "from",
            "at",
            "purpose",
            "assurance",
            "signed-in",
            "interaction",
            "record",
            "expect",
            "hides");

    private final YamlText yaml = new YamlText("tests");

    private PolicyTests() {}

    /// @throws Refused naming the line and how to mend it
    public static List<Case> read(String text) {
        var tests = new PolicyTests();
        var all = tests.yaml.mapping(tests.yaml.read(text), Set.of("tests"));
        return tests.yaml.list(tests.yaml.demanded(all, "tests")).stream()
                .map(tests::test)
                .toList();
    }

    private Case test(Node node) {
        var keys = yaml.mapping(node, KEYS);
        return new Case(
                yaml.text(yaml.demanded(keys, "name")),
                caller(keys),
                way(yaml.demanded(keys, "interaction")),
                record(yaml.demanded(keys, "record")),
                at(keys.get("at")),
                expected(yaml.demanded(keys, "expect")),
                hides(keys));
    }

    private Optional<Mask> hides(Map<String, Node> keys) {
        var node = keys.get("hides");
        if (node == null) {
            return Optional.empty();
        }
        if (!expected(yaml.demanded(keys, "expect"))) {
            throw yaml.refused(node, "left out of a test that expects denied: then nothing is shown");
        }
        return Optional.of(Mask.of(yaml.list(node).stream().map(yaml::path).toList()));
    }

    private Caller caller(Map<String, Node> keys) {
        var groups = yaml.list(yaml.demanded(keys, "groups")).stream()
                .map(each -> new Group(yaml.text(each)))
                .collect(Collectors.toSet());
        var user = keys.get("fhir-user");
        var fhirUser = user == null
                ? List.<String>of()
                : yaml.list(user).stream().map(yaml::text).toList();
        return new Caller(0, Caller.Kind.PERSON, groups, fhirUser, circumstances(keys), Optional.empty());
    }

    private Circumstances circumstances(Map<String, Node> keys) {
        var text = new SignInText(yaml);
        var assurance = Optional.ofNullable(keys.get("assurance")).map(text::assurance);
        var age = Optional.ofNullable(keys.get("signed-in")).map(text::age);
        var signIn = new SignIn(assurance.orElse(1), age.orElse(Duration.ZERO));
        return new Circumstances(
                Optional.ofNullable(keys.get("from")).map(this::address),
                Optional.ofNullable(keys.get("purpose")).map(text::purpose),
                assurance.isPresent() || age.isPresent() ? Optional.of(signIn) : Optional.empty());
    }

    private InetAddress address(Node node) {
        try {
            return InetAddress.ofLiteral(yaml.text(node));
        } catch (IllegalArgumentException _) {
            throw yaml.refused(node, "an address, such as 10.1.2.3");
        }
    }

    private Interaction way(Node node) {
        return Ways.OF_RECORDS.stream()
                .filter(each -> each.word().equals(yaml.text(node)))
                .findFirst()
                .orElseThrow(() -> yaml.refused(node, "an interaction, such as read"));
    }

    private ResourceKey record(Node node) {
        var words = yaml.text(node).split("/", 2);
        try {
            return ResourceKey.parse(words[0], words.length < 2 ? "" : words[1]);
        } catch (Refused _) {
            throw yaml.refused(node, "[type]/[id], such as Patient/1");
        }
    }

    private Optional<LocalDateTime> at(@Nullable Node node) {
        try {
            return Optional.ofNullable(node).map(yaml::text).map(LocalDateTime::parse);
        } catch (DateTimeParseException _) {
            throw yaml.refused(Objects.requireNonNull(node), "a time, such as 2026-03-02T20:00");
        }
    }

    private boolean expected(Node node) {
        return switch (yaml.text(node)) {
            case "permitted" -> true;
            case "denied" -> false;
            default -> throw yaml.refused(node, "permitted or denied");
        };
    }
}
