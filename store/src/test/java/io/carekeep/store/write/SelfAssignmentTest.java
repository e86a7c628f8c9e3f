package io.carekeep.store.write;

import static io.carekeep.store.write.Attempts.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.policy.Criteria;
import io.carekeep.access.policy.RulePolicy;
import io.carekeep.access.policy.RulesText;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.patch.JsonPatch;
import io.carekeep.store.TestStore;
import io.carekeep.testkit.Safeguard;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Nobody binds themselves to a patient by what they write, however it is sent, unless a rule lets them assign.
@Safeguard("164.312(a)(1)")
final class SelfAssignmentTest {

    private static final Caller DOCTOR = new Caller(
            7, Caller.Kind.PERSON, Set.of(new Group("doctor"), new Group("writer")), List.of("Practitioner/dr"));
    private static final String RULES = """
            groups: {doctor: treats, writer: writes down, assigner: assigns}
            rules:
            - {name: a, groups: [doctor], types: [Observation], interactions: [view], patients: in-care}
            - {name: b, groups: [writer, assigner], types: [Patient, Encounter, Appointment, CareTeam, Group],
               interactions: [view, change]}
            - {name: c, groups: [assigner], types: [Patient, Encounter, CareTeam], interactions: [may-assign]}
            """;

    private TestStore store;
    private Gate gate;

    @BeforeEach
    void open() {
        store = new TestStore();
        gate = gate(RULES);
        store.put("Patient/p", "{\"resourceType\":\"Patient\",\"id\":\"p\"}");
        store.put("Observation/o", """
                {"resourceType":"Observation","id":"o","status":"final","code":{"text":"test"},
                 "subject":{"reference":"Patient/p"}}""");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Gate gate(String rules) {
        return store.gate(new RulePolicy(RulesText.read(rules), new Criteria(store.searches), () -> LocalDateTime.MAX));
    }

    private static Caller assigner() {
        return new Caller(
                DOCTOR.account(),
                Caller.Kind.PERSON,
                Set.of(new Group("doctor"), new Group("assigner")),
                DOCTOR.fhirUser());
    }

    private boolean sees(Caller caller) {
        return !store.search(gate, caller, "Observation", null).matches().isEmpty();
    }

    private static String encounter(String status, String more) {
        return """
                {"resourceType":"Encounter","id":"x","status":"%s","class":{"code":"AMB"},
                 "subject":{"reference":"Patient/p"},
                 "participant":[{"individual":{"reference":"Practitioner/dr"}}]%s}""".formatted(status, more);
    }

    private static List<String> selfMade() {
        return List.of(
                encounter("in-progress", ""),
                """
                        {"resourceType":"Appointment","id":"x","status":"booked","start":"2026-05-01T08:00:00Z",
                        "end":"2026-05-01T12:00:00Z","participant":[
                        {"actor":{"reference":"Patient/p"},"status":"accepted"},
                        {"actor":{"reference":"Practitioner/dr"},"status":"accepted"}]}""",
                """
                        {"resourceType":"CareTeam","id":"x","status":"active","subject":{"reference":"Patient/p"},
                        "participant":[{"member":{"reference":"Practitioner/dr"}}]}""",
                """
                        {"resourceType":"Group","id":"x","type":"person","actual":true,
                        "managingEntity":{"reference":"Practitioner/dr"},
                        "member":[{"entity":{"reference":"Patient/p"}}]}""",
                "{\"resourceType\":\"Patient\",\"id\":\"p\",\"generalPractitioner\":[{\"reference\":\"Practitioner/dr\"}]}");
    }

    private void put(Caller caller, String json) {
        var doc = store.parse(json);
        var key = TestStore.key(doc.text(0, "resourceType") + "/" + doc.text(0, "id"));
        gate.pass(
                caller,
                Action.update(key.type()),
                permit -> store.writer.update(permit, key, doc, OptionalInt.empty()));
    }

    private void patch(Caller caller, String address, String patch) {
        var key = TestStore.key(address);
        gate.pass(
                caller,
                Action.patch(key.type()),
                permit -> store.writer.patch(
                        permit, key, stored -> JsonPatch.apply(stored, store.parse(patch)), OptionalInt.empty()));
    }

    private void transaction(Caller caller, String entry) {
        var bundle = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[%s]}".formatted(entry);
        gate.pass(
                caller,
                Action.transaction(),
                permit -> store.writer.transaction(permit, store.parse(bundle), Return.MINIMAL));
    }

    @Test
    void what_i_make_myself_binds_me_to_nobody() {
        for (var json : selfMade()) {
            var type = ResourceType.of(Objects.requireNonNull(store.parse(json).text(0, "resourceType")))
                    .orElseThrow();
            put(DOCTOR, json);
            assertThat(sees(DOCTOR)).as("put " + type).isFalse();
            transaction(DOCTOR, entry("PUT", type + (type.name().equals("Patient") ? "/p" : "/x"), json));
            if (!type.name().equals("Patient")) {
                transaction(DOCTOR, entry("POST", type.name(), json));
                gate.pass(
                        DOCTOR,
                        Action.create(type),
                        permit -> store.writer.create(permit, type, store.parse(json), List.of()));
            }
            assertThat(sees(DOCTOR)).as("transaction " + type).isFalse();
        }
        patch(DOCTOR, "Encounter/x", "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"onleave\"}]");
        assertThat(sees(DOCTOR)).isFalse();
        assertThat(sees(new Caller(8, Caller.Kind.PERSON, DOCTOR.groups(), DOCTOR.fhirUser())))
                .as("somebody else is bound by it")
                .isTrue();
    }

    @Test
    void what_others_touch_stays_mine() {
        put(DOCTOR, encounter("in-progress", ""));
        store.put("Encounter/x", encounter("onleave", ""));
        assertThat(sees(DOCTOR)).isFalse();
        store.put("Encounter/x", encounter("in-progress", "").replace("Practitioner/dr", "Practitioner/x"));
        store.put("Encounter/x", encounter("in-progress", ""));
        assertThat(sees(DOCTOR))
                .as("taken out and put in again by somebody who may")
                .isTrue();
    }

    @Test
    void i_do_not_make_my_time_longer() {
        store.put("Encounter/x", encounter("in-progress", ",\"period\":{\"end\":\"2026-05-02T00:00:00Z\"}"));
        assertThat(sees(DOCTOR)).isTrue();
        patch(DOCTOR, "Encounter/x", "[{\"op\":\"remove\",\"path\":\"/period\"}]");
        assertThat(sees(DOCTOR)).isTrue();
        store.clock.pass(Duration.ofDays(1));
        assertThat(sees(DOCTOR)).isFalse();
        put(DOCTOR, encounter("in-progress", ",\"period\":{\"end\":\"2027-05-02T00:00:00Z\"}"));
        assertThat(sees(DOCTOR)).isFalse();
    }

    @Test
    void a_rule_may_let_me_assign() {
        put(assigner(), encounter("in-progress", ""));
        assertThat(sees(DOCTOR)).isTrue();
        store.delete("Encounter/x");
        assertThat(sees(DOCTOR)).isFalse();
        gate = gate(RULES.replace("may-assign]", "may-assign], where: '_tag=assigned'"));
        put(assigner(), encounter("in-progress", ""));
        assertThat(sees(DOCTOR)).as("not what the rule speaks of").isFalse();
        store.delete("Encounter/x");
        put(assigner(), encounter("in-progress", ",\"meta\":{\"tag\":[{\"code\":\"assigned\"}]}"));
        assertThat(sees(DOCTOR)).isTrue();
    }
}
