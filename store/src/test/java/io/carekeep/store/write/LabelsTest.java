package io.carekeep.store.write;

import static io.carekeep.store.write.Attempts.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.policy.Criteria;
import io.carekeep.access.policy.RulePolicy;
import io.carekeep.access.policy.RulesText;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.patch.JsonPatch;
import io.carekeep.store.ReadResult;
import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import io.carekeep.testkit.Safeguard;
import java.time.LocalDateTime;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Records get the labels that their codes call for, however they are written, and are closed to all rules but those
/// that
/// open the label.
@Safeguard("164.522(a)(1)")
final class LabelsTest {

    private static final ResourceType CONDITION = ResourceType.of("Condition").orElseThrow();
    private static final String RULES = """
            groups: {doctor: treats, addiction: treats addictions}
            labels:
              substance-use: {coding: 'urn:example:labels|ETH', codes: ['urn:example:icd|F10*', 'urn:example:sct|1']}
              restricted: {coding: 'urn:example:labels|R'}
            rules:
            - {name: a, groups: [doctor], types: all, interactions: [view, change]}
            - {name: b, groups: [addiction], types: [Condition], interactions: [view, change], opens: [substance-use]}
            """;
    private static final Caller DOCTOR = caller("doctor");
    private static final Caller ADDICTION = caller("addiction");

    private static TestStore store;
    private static Gate gate;

    @BeforeAll
    static void open() {
        store = new TestStore();
        gate = store.gate(new RulePolicy(RulesText.read(RULES), new Criteria(store.searches), () -> LocalDateTime.MAX));
        store.put("Patient/p", "{\"resourceType\":\"Patient\",\"id\":\"p\"}");
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static Caller caller(String group) {
        return new Caller(7, Caller.Kind.PERSON, Set.of(new Group(group)));
    }

    private static String condition(String id, String token, String more) {
        int bar = token.indexOf('|');
        return """
                {"resourceType":"Condition","id":"%s"%s,"subject":{"reference":"Patient/p"},\
                "code":{"coding":[{"system":"%s","code":"%s"}]}}""".formatted(id, more, token.substring(0, bar), token.substring(bar + 1));
    }

    private static void put(Caller caller, String id, String json) {
        var key = TestStore.key("Condition/" + id);
        gate.pass(
                caller,
                Action.update(CONDITION),
                permit -> store.writer.update(permit, key, store.parse(json), OptionalInt.empty()));
    }

    private static void transaction(Caller caller, String... entries) {
        var bundle = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[%s]}"
                .formatted(String.join(",", entries));
        gate.pass(
                caller,
                Action.transaction(),
                permit -> store.writer.transaction(permit, store.parse(bundle), Return.MINIMAL));
    }

    private static List<String> found(Caller caller, String url) {
        return store.search(gate, caller, url, null).matches().stream()
                .map(Version::id)
                .sorted()
                .toList();
    }

    @BeforeEach
    void write() {
        transaction(
                store.operator,
                entry("PUT", "Condition/plain", condition("plain", "urn:example:icd|A10", "")),
                entry("PUT", "Condition/use", condition("use", "urn:example:icd|F10.2", "")),
                entry(
                        "PUT",
                        "Condition/hand",
                        condition(
                                "hand",
                                "urn:example:icd|A11",
                                ",\"meta\":{\"security\":[{\"system\":\"urn:example:labels\",\"code\":\"R\"}]}")));
    }

    @Test
    void a_label_closes_a_record_and_a_rule_opens_it() {
        assertThat(found(DOCTOR, "Condition")).containsExactly("plain");
        assertThat(found(ADDICTION, "Condition")).containsExactly("plain", "use");
        assertThat(found(DOCTOR, "Condition?_security=urn:example:labels|ETH")).isEmpty();
        assertThat(found(DOCTOR, "Patient?_has:Condition:subject:code=F10.2")).isEmpty();
        assertThat(found(store.operator, "Condition?_security=urn:example:labels|ETH"))
                .containsExactly("use");
        var key = TestStore.key("Condition/use");
        ReadResult read = gate.pass(
                DOCTOR, Action.read(CONDITION), permit -> store.finding.store().read(permit, key));
        assertThat(read).isEqualTo(new ReadResult.Absent());
    }

    @Test
    void what_a_code_calls_for_is_not_taken_away() {
        put(ADDICTION, "use", condition("use", "urn:example:sct|1", ",\"meta\":{\"tag\":[{\"code\":\"x\"}]}"));
        assertThat(found(DOCTOR, "Condition")).containsExactly("plain");
        var patch = store.parse("[{\"op\":\"remove\",\"path\":\"/meta/security\"}]");
        gate.pass(
                ADDICTION,
                Action.patch(CONDITION),
                permit -> store.writer.patch(
                        permit,
                        TestStore.key("Condition/use"),
                        stored -> JsonPatch.apply(stored, patch),
                        OptionalInt.empty()));
        assertThat(found(DOCTOR, "Condition")).containsExactly("plain");
    }

    @Test
    void nobody_writes_what_they_may_not_see() {
        assertThatThrownBy(() -> put(DOCTOR, "plain", condition("plain", "urn:example:icd|F10.1", "")))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> put(DOCTOR, "hand", condition("hand", "urn:example:icd|A11", "")))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(
                        () -> transaction(DOCTOR, entry("POST", "Condition", condition("x", "urn:example:sct|1", ""))))
                .isInstanceOf(Refused.class);
        assertThat(found(DOCTOR, "Condition")).containsExactly("plain");
    }

    @Test
    void a_label_that_the_rules_do_not_know_is_refused() {
        for (var rules : List.of(
                RULES.replace("opens: [substance-use]", "opens: [other]"),
                RULES.replace("'urn:example:labels|R'", "'R'"))) {
            assertThatThrownBy(() -> RulesText.read(rules)).isInstanceOf(Refused.class);
        }
    }
}
