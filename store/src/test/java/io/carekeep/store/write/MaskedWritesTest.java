package io.carekeep.store.write;

import static io.carekeep.store.write.Attempts.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.policy.Criteria;
import io.carekeep.access.policy.RulePolicy;
import io.carekeep.access.policy.RulesText;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.patch.JsonPatch;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.store.ReadResult;
import io.carekeep.store.TestStore;
import io.carekeep.testkit.Safeguard;
import java.time.LocalDateTime;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a caller may not see of a record is not shown, and what they may not see or change is not written over, however
/// it is sent.
@Safeguard({"164.502(b)", "164.514(d)"})
final class MaskedWritesTest {

    private static final ResourceType PATIENT = ResourceType.of("Patient").orElseThrow();
    private static final String RULES = """
            groups: {clerk: writes, reader: reads}
            rules:
            - {name: a, groups: [clerk], types: [Patient], interactions: [view, change],
               hide: [Patient.birthDate], read-only: [Patient.gender]}
            - {name: b, groups: [reader], types: [Patient], interactions: [view], where: 'active=true'}
            """;

    private static TestStore store;
    private static Gate gate;

    @BeforeAll
    static void open() {
        store = new TestStore();
        gate = store.gate(new RulePolicy(RulesText.read(RULES), new Criteria(store.searches), () -> LocalDateTime.MAX));
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @BeforeEach
    void write() {
        for (var id : List.of("on", "off")) {
            store.put(
                    "Patient/" + id,
                    patient(id, ",\"birthDate\":\"1980-01-01\",\"gender\":\"female\",\"active\":" + id.equals("on")));
        }
    }

    private static String patient(String id, String more) {
        return "{\"resourceType\":\"Patient\",\"id\":\"%s\"%s}".formatted(id, more);
    }

    private static Caller caller(String... groups) {
        return new Caller(
                7,
                Caller.Kind.PERSON,
                Set.copyOf(List.of(groups).stream().map(Group::new).toList()),
                List.of());
    }

    private static final Caller CLERK = caller("clerk");
    private static final Caller BOTH = caller("clerk", "reader");

    private static String read(Caller caller, String id) {
        var key = TestStore.key("Patient/" + id);
        var found = gate.pass(
                caller, Action.read(PATIENT), permit -> store.finding.store().read(permit, key));
        return TestStore.json(((ReadResult.Found) found).version());
    }

    private static String patch(Caller caller, String id, String patch) {
        var key = TestStore.key("Patient/" + id);
        var written = gate.pass(
                caller,
                Action.patch(PATIENT),
                permit -> store.writer.patch(
                        permit, key, stored -> JsonPatch.apply(stored, store.parse(patch)), OptionalInt.empty()));
        return TestStore.json(((Written.Updated) written).version());
    }

    private static void put(Caller caller, String id, String more) {
        var key = TestStore.key("Patient/" + id);
        gate.pass(
                caller,
                Action.update(PATIENT),
                permit -> store.writer.update(permit, key, store.parse(patient(id, more)), OptionalInt.empty()));
    }

    private static Written create(String more, String condition) {
        var json = "{\"resourceType\":\"Patient\"%s}".formatted(more);
        return gate.pass(
                CLERK,
                Action.create(PATIENT),
                permit -> store.writer.create(permit, PATIENT, store.parse(json), QueryText.parse(condition)));
    }

    private static void transaction(Caller caller, String... entries) {
        var bundle = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[%s]}"
                .formatted(String.join(",", entries));
        gate.pass(
                caller,
                Action.transaction(),
                permit -> store.writer.transaction(permit, store.parse(bundle), Return.REPRESENTATION));
    }

    private static void forbidden(ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOfSatisfying(
                        Refused.class, refusal -> assertThat(refusal.problem()).isInstanceOf(Problem.Forbidden.class));
    }

    private static String stored(String id) {
        return TestStore.json(((ReadResult.Found) store.read("Patient/" + id)).version());
    }

    @Test
    void what_is_hidden_is_not_shown_and_the_rest_is_tagged() {
        assertThat(read(CLERK, "on")).contains("SUBSETTED", "female").doesNotContain("1980");
    }

    @Test
    void a_rule_that_hides_less_shows_more_of_what_it_opens_and_of_nothing_else() {
        assertThat(read(BOTH, "on")).contains("1980").doesNotContain("SUBSETTED");
        assertThat(read(BOTH, "off")).contains("SUBSETTED").doesNotContain("1980");
        assertThat(store.search(gate, BOTH, "Patient?birthdate=1980-01-01", null)
                        .matches())
                .hasSize(1);
        assertThat(store.search(gate, CLERK, "Patient?birthdate=1980-01-01", null)
                        .matches())
                .isEmpty();
        assertThat(store.search(gate, BOTH, "Patient?birthdate:missing=true", null)
                        .matches())
                .hasSize(1);
    }

    @Test
    void what_is_hidden_is_not_written_over() {
        forbidden(() -> put(CLERK, "on", ",\"gender\":\"female\""));
        forbidden(() -> put(CLERK, "on", ",\"gender\":\"female\",\"birthDate\":\"1980-01-01\""));
        forbidden(() -> transaction(CLERK, entry("PUT", "Patient/on", patient("on", ",\"gender\":\"female\""))));
        assertThatCode(() -> put(BOTH, "on", ",\"gender\":\"female\",\"active\":true,\"birthDate\":\"1980-01-01\""))
                .as("the reader sees it, and the clerk leaves it as it is")
                .doesNotThrowAnyException();
        forbidden(() -> put(BOTH, "on", ",\"gender\":\"female\",\"active\":true,\"birthDate\":\"1990-01-01\""));
        assertThat(stored("on")).contains("1980-01-01");
    }

    @Test
    void a_patch_changes_what_is_seen_and_nothing_else() {
        assertThat(patch(CLERK, "on", "[{\"op\":\"replace\",\"path\":\"/active\",\"value\":false}]"))
                .contains("\"active\":false", "SUBSETTED")
                .doesNotContain("1980");
        assertThat(stored("on")).contains("1980-01-01", "\"active\":false").doesNotContain("SUBSETTED");
        for (var patch : List.of(
                "[{\"op\":\"replace\",\"path\":\"/birthDate\",\"value\":\"1990-01-01\"}]",
                "[{\"op\":\"remove\",\"path\":\"/birthDate\"}]",
                "[{\"op\":\"test\",\"path\":\"/birthDate\",\"value\":\"1980-01-01\"}]",
                "[{\"op\":\"copy\",\"from\":\"/birthDate\",\"path\":\"/deceasedDateTime\"}]")) {
            assertThatThrownBy(() -> patch(CLERK, "on", patch)).as(patch).isInstanceOf(Refused.class);
        }
        forbidden(() -> patch(CLERK, "on", "[{\"op\":\"add\",\"path\":\"/birthDate\",\"value\":\"1990-01-01\"}]"));
        forbidden(() -> patch(
                CLERK,
                "on",
                "[{\"op\":\"add\",\"path\":\"/text\",\"value\":{\"status\":\"empty\",\"div\":\"<div/>\"}}]"));
        assertThat(stored("on")).contains("1980-01-01");
    }

    @Test
    void a_test_of_what_is_hidden_fails_the_same_whether_it_is_right() {
        var answers = List.of("1980-01-01", "1980-01-02").stream()
                .map(date -> {
                    try {
                        return patch(
                                CLERK,
                                "on",
                                "[{\"op\":\"test\",\"path\":\"/birthDate\",\"value\":\"%s\"}]".formatted(date));
                    } catch (Refused refused) {
                        return refused.problem().toString();
                    }
                })
                .distinct();
        assertThat(answers).hasSize(1);
    }

    @Test
    void what_may_only_be_read_stays_as_it_is() {
        forbidden(() -> patch(CLERK, "on", "[{\"op\":\"replace\",\"path\":\"/gender\",\"value\":\"male\"}]"));
        forbidden(() ->
                transaction(BOTH, entry("PUT", "Patient/on", patient("on", ",\"gender\":\"male\",\"active\":true"))));
        forbidden(() -> create(",\"gender\":\"male\"", ""));
        forbidden(() -> create(",\"birthDate\":\"1990-01-01\"", ""));
        assertThat(create(",\"active\":false", "")).isInstanceOf(Written.Created.class);
    }

    @Test
    void a_condition_does_not_tell_what_is_hidden() {
        store.put(
                "Patient/one", patient("one", ",\"birthDate\":\"1971-01-01\",\"identifier\":[{\"value\":\"TEST-9\"}]"));
        assertThat(create(",\"active\":true", "birthdate=1971-01-01")).isInstanceOf(Written.Created.class);
        var existing = (Written.Existing) create(",\"active\":true", "identifier=TEST-9");
        assertThat(TestStore.json(existing.version())).contains("SUBSETTED").doesNotContain("1971");
    }
}
