package io.carekeep.store.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.policy.Criteria;
import io.carekeep.access.policy.RulePolicy;
import io.carekeep.access.policy.RulesText;
import io.carekeep.base.Refused;
import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import io.carekeep.testkit.Safeguard;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rules that speak of patients in somebody's care follow the records that say so. It is the first of May, ten o'clock.
@Safeguard({"164.312(a)(1)", "164.502(b)"})
final class InCareTest {

    private static final Caller DOCTOR = caller("clinician", "Practitioner/dr");
    private static final String RULES = """
            groups: {clinician: treats, proxy: acts for, clinic: works for}
            rules:
            - {name: a, groups: [clinician], types: all, interactions: [view], patients: in-care}
            - {name: b, groups: [clinic], types: all, interactions: [view], patients: my-organization}
            - {name: c, groups: [proxy], types: all, interactions: [view], patients: proxy}
            """;

    private TestStore store;
    private Gate gate;

    @BeforeEach
    void open() {
        store = new TestStore();
        gate = gate(RULES);
        for (var id : List.of("a", "b")) {
            store.put("Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"%s\"}".formatted(id));
            store.put("Observation/of-" + id, """
                    {"resourceType":"Observation","id":"of-%s","status":"final","code":{"text":"test"},
                     "subject":{"reference":"Patient/%s"}}""".formatted(id, id));
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Gate gate(String rules) {
        return store.gate(new RulePolicy(RulesText.read(rules), new Criteria(store.searches), () -> LocalDateTime.MAX));
    }

    private static Caller caller(String group, String fhirUser) {
        return new Caller(7, Caller.Kind.PERSON, Set.of(new Group(group)), List.of(fhirUser));
    }

    private List<String> seen(Caller caller) {
        return found(caller, "Observation");
    }

    private List<String> found(Caller caller, String url) {
        return store.search(gate, caller, url, null).matches().stream()
                .map(Version::id)
                .toList();
    }

    private void put(String address, String rest) {
        var words = address.split("/");
        store.put(address, "{\"resourceType\":\"%s\",\"id\":\"%s\",%s}".formatted(words[0], words[1], rest));
    }

    private static String reference(String name, String to) {
        return "\"%s\":{\"reference\":\"%s\"}".formatted(name, to);
    }

    private void encounter(String status, String period, String individual) {
        put(
                "Encounter/e",
                "\"status\":\"%s\",\"class\":{\"code\":\"AMB\"},%s%s,\"participant\":[{%s}]"
                        .formatted(
                                status,
                                period,
                                reference("subject", "Patient/a"),
                                reference("individual", individual)));
    }

    private static String period(String start, String end) {
        return "\"period\":{\"start\":\"%s\",\"end\":\"%s\"},".formatted(start, end);
    }

    @Test
    void who_takes_part_in_nothing_sees_nothing() {
        assertThat(seen(DOCTOR)).isEmpty();
        put("Practitioner/dr", "\"active\":true");
        assertThat(seen(DOCTOR)).isEmpty();
        assertThatThrownBy(() -> seen(caller("clinician", "RelatedPerson/r"))).isInstanceOf(Refused.class);
    }

    @Test
    void an_encounter_binds_from_its_start_to_its_end() {
        encounter("in-progress", "", "Practitioner/dr");
        assertThat(seen(DOCTOR)).containsExactly("of-a");
        assertThat(found(DOCTOR, "Patient")).containsExactly("a");
        assertThat(seen(caller("clinician", "Practitioner/other"))).isEmpty();
        encounter("finished", period("2026-05-01T09:00:00Z", "2026-05-01T11:00:00Z"), "Practitioner/dr");
        assertThat(seen(DOCTOR)).containsExactly("of-a");
        store.clock.pass(Duration.ofHours(2));
        assertThat(seen(DOCTOR)).isEmpty();
        encounter("planned", period("2026-05-02", "2026-05-02"), "Practitioner/dr");
        assertThat(seen(DOCTOR)).isEmpty();
        store.clock.pass(Duration.ofDays(1));
        assertThat(seen(DOCTOR)).containsExactly("of-a");
        encounter("cancelled", period("2026-05-02", "2026-05-02"), "Practitioner/dr");
        assertThat(seen(DOCTOR)).isEmpty();
    }

    @Test
    void days_before_and_after_are_the_rules() {
        gate = gate(RULES.replace("in-care}", "in-care, days-before: 2, days-after: 3}"));
        encounter("planned", period("2026-05-03T08:00:00Z", "2026-05-03T09:00:00Z"), "Practitioner/dr");
        assertThat(seen(DOCTOR)).containsExactly("of-a");
        store.clock.pass(Duration.ofDays(4));
        assertThat(seen(DOCTOR)).containsExactly("of-a");
        store.clock.pass(Duration.ofDays(2));
        assertThat(seen(DOCTOR)).isEmpty();
    }

    @Test
    void a_care_team_binds_its_members_while_it_is_active() {
        var member = "\"participant\":[{%s,\"period\":{\"start\":\"2026-04-30\"}}]"
                .formatted(reference("member", "Practitioner/dr"));
        put("CareTeam/t", "\"status\":\"active\"," + reference("subject", "Patient/b") + "," + member);
        assertThat(seen(DOCTOR)).containsExactly("of-b");
        put("CareTeam/t", "\"status\":\"inactive\"," + reference("subject", "Patient/b") + "," + member);
        assertThat(seen(DOCTOR)).isEmpty();
    }

    @Test
    void an_appointment_binds_who_has_not_declined() {
        var appointment = "\"status\":\"booked\",\"start\":\"2026-05-01T10:00:00Z\",\"end\":\"2026-05-01T10:30:00Z\","
                + "\"participant\":[{%s,\"status\":\"accepted\"},{%s,\"status\":\"%%s\"}]"
                        .formatted(reference("actor", "Patient/a"), reference("actor", "Practitioner/dr"));
        put("Appointment/p", appointment.formatted("accepted"));
        assertThat(seen(DOCTOR)).containsExactly("of-a");
        put("Appointment/p", appointment.formatted("declined"));
        assertThat(seen(DOCTOR)).isEmpty();
    }

    @Test
    void general_practitioners_episodes_and_lists_bind() {
        put("Patient/a", "\"generalPractitioner\":[{\"reference\":\"Practitioner/dr\"}]");
        assertThat(seen(DOCTOR)).containsExactly("of-a");
        put("Patient/a", "\"active\":true");
        assertThat(seen(DOCTOR)).isEmpty();
        put(
                "Group/g",
                "\"type\":\"person\",\"actual\":true,%s,\"member\":[{%s},{%s,\"inactive\":true}]"
                        .formatted(
                                reference("managingEntity", "Practitioner/dr"),
                                reference("entity", "Patient/a"),
                                reference("entity", "Patient/b")));
        assertThat(seen(DOCTOR)).containsExactly("of-a");
        put(
                "EpisodeOfCare/e",
                "\"status\":\"active\"," + reference("patient", "Patient/b") + ","
                        + reference("careManager", "Practitioner/dr"));
        assertThat(seen(DOCTOR)).containsExactlyInAnyOrder("of-a", "of-b");
        store.delete("Group/g");
        assertThat(seen(DOCTOR)).containsExactly("of-b");
    }

    @Test
    void organizations_and_related_persons_are_bound_in_their_own_way() {
        put("Patient/a", reference("managingOrganization", "Organization/o"));
        put("RelatedPerson/r", reference("patient", "Patient/b"));
        assertThat(seen(caller("clinic", "Organization/o"))).containsExactly("of-a");
        assertThat(seen(caller("proxy", "RelatedPerson/r"))).containsExactly("of-b");
        encounter("in-progress", "", "RelatedPerson/r");
        assertThat(seen(caller("proxy", "RelatedPerson/r"))).containsExactly("of-b");
        put("RelatedPerson/r", "\"active\":false," + reference("patient", "Patient/b"));
        assertThat(seen(caller("proxy", "RelatedPerson/r"))).isEmpty();
    }

    @Test
    void a_link_between_patients_opens_nothing() {
        put(
                "Patient/a",
                "\"generalPractitioner\":[{\"reference\":\"Practitioner/dr\"}],"
                        + "\"link\":[{\"other\":{\"reference\":\"Patient/b\"},\"type\":\"seealso\"}]");
        assertThat(found(DOCTOR, "Patient")).containsExactly("a");
    }

    @Test
    void a_bond_that_ends_ends_the_walk_through_the_pages() {
        put("Patient/a", "\"generalPractitioner\":[{\"reference\":\"Practitioner/dr\"}]");
        put("Patient/b", "\"generalPractitioner\":[{\"reference\":\"Practitioner/dr\"}]");
        var first = store.search(gate, DOCTOR, "Observation?_count=1", null);
        assertThat(first.next()).isNotNull();
        put("Patient/b", "\"active\":true");
        assertThat(store.search(gate, DOCTOR, "Observation?_count=1", first.next())
                        .matches())
                .isEmpty();
    }
}
