package io.carekeep.access.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Decision;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Restriction;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.fhir.search.SearchParameters;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.testkit.Safeguard;
import java.net.InetAddress;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@Safeguard({"164.312(a)(1)", "164.308(a)(4)(ii)(B)"})
final class RulePolicyTest {

    static final Criteria CRITERIA =
            new Criteria(new SearchParser(SearchParameters.r4(), ZoneOffset.UTC, Clock.systemUTC()));
    private static final ResourceType PATIENT = ResourceType.of("Patient").orElseThrow();
    private static final ResourceType ENCOUNTER = ResourceType.of("Encounter").orElseThrow();

    private static RulePolicy policy(String... rules) {
        return new RulePolicy(
                RulesText.read("groups: {nurse: cares, clerk: writes}\nrules:\n- " + String.join("\n- ", rules)),
                CRITERIA,
                () -> NOW);
    }

    // A Tuesday.
    private static final LocalDateTime NOW = LocalDateTime.parse("2026-11-24T18:30:00");

    private static Caller caller(String group, String... fhirUser) {
        return new Caller(1, Caller.Kind.PERSON, Set.of(new Group(group)), List.of(fhirUser));
    }

    private static boolean may(RulePolicy policy, Caller caller, Action action) {
        return policy.decide(caller, action) instanceof Decision.Permitted;
    }

    private static Restriction on(RulePolicy policy, Caller caller, ResourceType type) {
        return policy.restriction(caller, Interaction.SEARCH, type);
    }

    @Test
    void what_no_rule_permits_is_denied() {
        var policy = policy("{name: a, groups: [nurse], types: [Patient], interactions: [view]}");
        assertThat(may(policy, caller("nurse"), Action.read(PATIENT))).isTrue();
        assertThat(may(policy, caller("nurse"), Action.update(PATIENT))).isFalse();
        assertThat(may(policy, caller("nurse"), Action.read(ENCOUNTER))).isFalse();
        assertThat(may(policy, caller("clerk"), Action.read(PATIENT))).isFalse();
        assertThat(may(policy, caller("clerk"), Action.transaction())).isFalse();
        assertThat(may(policy, caller("nurse"), Action.transaction())).isTrue();
        assertThat(may(policy, caller("nurse"), Action.of(Interaction.MANAGE_POLICY)))
                .isFalse();
        assertThat(may(policy, caller("nurse"), Action.of(Interaction.EXPORT))).isFalse();
        assertThat(may(policy, caller("clerk"), Action.of(Interaction.SIGN_IN))).isTrue();
    }

    @Test
    void a_forbidding_rule_is_stronger_than_all_that_permit() {
        var policy = policy(
                "{name: a, groups: [nurse], types: all, interactions: [view]}",
                "{name: b, groups: [nurse], types: [Patient], interactions: [search], effect: forbid, where: '_tag=vip'}",
                "{name: c, groups: [nurse], types: [Encounter], interactions: [view], effect: forbid}");
        assertThat(on(policy, caller("nurse"), PATIENT))
                .isInstanceOfSatisfying(
                        Restriction.Matching.class,
                        some -> assertThat(((Predicate.All) some.criteria()).parts())
                                .hasOnlyElementsOfType(Predicate.Not.class));
        assertThat(policy.restriction(caller("nurse"), Interaction.READ, PATIENT))
                .isEqualTo(new Restriction.Unless(withheld(caller("nurse"))));
        assertThat(on(policy, caller("nurse"), ENCOUNTER)).isEqualTo(new Restriction.Nothing());
    }

    @Test
    void a_rule_may_speak_of_who_calls() {
        var policy = policy(
                "{name: a, groups: [nurse], types: [Encounter], interactions: [view], where: 'participant=Practitioner/%caller.practitioner'}",
                "{name: b, groups: [clerk], types: all, interactions: [view], patients: self}");
        assertThat(on(policy, caller("nurse"), ENCOUNTER)).isEqualTo(new Restriction.Nothing());
        assertThat(on(policy, caller("nurse", "Practitioner/p1", "Practitioner/p2"), ENCOUNTER)
                        .toString())
                .contains("p1", "p2");
        assertThat(on(policy, caller("clerk", "Practitioner/p1"), PATIENT)).isEqualTo(new Restriction.Nothing());
        assertThat(on(policy, caller("clerk", "Patient/p1"), PATIENT))
                .isEqualTo(matching(
                        new Predicate.AtHome(List.of("p1")),
                        new Predicate.Not(withheld(caller("clerk", "Patient/p1")))));
    }

    @Test
    void a_prohibition_that_speaks_of_who_calls_holds_for_who_is_not_known() {
        var policy = policy(
                "{name: a, groups: [nurse], types: all, interactions: [view]}",
                "{name: b, groups: [nurse], types: [Patient], interactions: [view], effect: forbid, where: 'general-practitioner:not=Practitioner/%caller.practitioner'}"
                        .replace(":not", ""));
        assertThat(on(policy, caller("nurse"), PATIENT)).isEqualTo(new Restriction.Nothing());
    }

    @Test
    void who_is_no_patient_has_no_record_of_their_own_to_be_kept_from() {
        var policy = policy(
                "{name: a, groups: [nurse], types: all, interactions: [view]}",
                "{name: b, groups: [nurse], types: all, interactions: [view], effect: forbid, patients: self}");
        assertThat(on(policy, caller("nurse"), PATIENT)).isEqualTo(new Restriction.Unless(withheld(caller("nurse"))));
        assertThat(on(policy, caller("nurse", "Patient/p1"), PATIENT))
                .isEqualTo(matching(
                        new Predicate.Not(new Predicate.AtHome(List.of("p1"))),
                        new Predicate.Not(withheld(caller("nurse", "Patient/p1")))));
    }

    @Test
    void nothing_keeps_consents_from_who_may_see_them() {
        var policy = policy("{name: a, groups: [nurse], types: all, interactions: [view]}");
        var consent = ResourceType.of("Consent").orElseThrow();
        assertThat(on(policy, caller("nurse"), consent)).isEqualTo(new Restriction.Everything());
    }

    private static Predicate withheld(Caller caller) {
        return new Consents(RulesText.read("groups: {}\nrules: []"), CRITERIA)
                .withheld(caller, PATIENT)
                .orElseThrow();
    }

    private static Restriction matching(Predicate... parts) {
        return new Restriction.Matching(new Predicate.All(List.of(parts)));
    }

    @Test
    void a_rule_may_be_bound_to_hours_and_networks() {
        var policy = policy(
                "{name: a, groups: [nurse], types: [Patient], interactions: [view], networks: [10.1.0.0/16, '2001:db8::/32']}",
                "{name: b, groups: [nurse], types: [Encounter], interactions: [view], times: [mon-fri 08:00-18:30]}",
                "{name: c, groups: [clerk], types: all, interactions: [view], times: [tue 18:00-19:00]}",
                "{name: d, groups: [clerk], types: [Encounter], interactions: [view], effect: forbid, networks: [10.1.2.3]}");
        assertThat(may(policy, from("nurse", "10.1.255.1"), Action.read(PATIENT)))
                .isTrue();
        assertThat(may(policy, from("nurse", "2001:db8:1::1"), Action.read(PATIENT)))
                .isTrue();
        assertThat(may(policy, from("nurse", "10.2.0.1"), Action.read(PATIENT))).isFalse();
        assertThat(may(policy, caller("nurse"), Action.read(PATIENT))).isFalse();
        assertThat(may(policy, from("nurse", "10.1.0.1"), Action.read(ENCOUNTER)))
                .isFalse();
        assertThat(may(policy, from("nurse", "10.2.0.1"), Action.transaction())).isFalse();
        assertThat(may(policy, from("clerk", "10.2.0.1"), Action.read(ENCOUNTER)))
                .isTrue();
        assertThat(may(policy, from("clerk", "10.1.2.3"), Action.read(ENCOUNTER)))
                .isFalse();
        assertThat(may(policy, caller("clerk"), Action.read(ENCOUNTER))).isFalse();
    }

    private static Caller from(String group, String address) {
        return caller(group).at(InetAddress.ofLiteral(address));
    }

    @Test
    void the_built_in_groups_stay_as_they_are() {
        var policy = policy("{name: a, groups: [nurse], types: all, interactions: [view]}");
        var administrator = caller("administrator");
        assertThat(may(policy, administrator, Action.of(Interaction.MANAGE_POLICY)))
                .isTrue();
        assertThat(may(policy, administrator, Action.read(PATIENT))).isFalse();
        assertThat(may(policy, administrator, Action.transaction())).isFalse();
        assertThat(on(policy, administrator, PATIENT)).isEqualTo(new Restriction.Nothing());
        assertThat(may(policy, caller("operator"), Action.update(PATIENT))).isTrue();
        assertThat(may(policy, caller("operator"), Action.of(Interaction.MANAGE_POLICY)))
                .isFalse();
        assertThat(policy.groups()).hasSize(6);
    }

    @Test
    void alarms_are_for_administrators_officers_and_the_support_alone() {
        var policy = policy("{name: a, groups: [nurse], types: all, interactions: [view, change]}");
        for (var way : List.of(Interaction.VIEW_ALARMS, Interaction.HANDLE_ALARMS)) {
            assertThat(may(policy, caller("support"), Action.of(way))).isTrue();
            assertThat(may(policy, caller("security-officer"), Action.of(way))).isTrue();
            assertThat(may(policy, caller("administrator"), Action.of(way))).isTrue();
            assertThat(may(policy, caller("operator"), Action.of(way))).isFalse();
            assertThat(may(policy, caller("nurse"), Action.of(way))).isFalse();
            assertThat(may(policy, caller("patient"), Action.of(way))).isFalse();
        }
        assertThat(may(policy, caller("support"), Action.read(PATIENT))).isFalse();
        assertThat(may(policy, caller("support"), Action.transaction())).isFalse();
        assertThat(may(policy, caller("support"), Action.of(Interaction.MANAGE_POLICY)))
                .isFalse();
    }

    @Test
    void criteria_that_a_type_can_not_be_searched_by_are_refused() {
        for (var where : List.of(
                "shoe=1",
                "_filter=a",
                "_count=5",
                "gender=female&_sort=_id",
                "birthdate=never",
                "gender=%caller.shoe",
                "gender=%caller")) {
            var rule = "{name: a, groups: [nurse], types: [Patient], interactions: [view], where: '" + where + "'}";
            assertThat(catchThrowableOfType(Refused.class, () -> policy(rule)))
                    .as(where)
                    .isNotNull();
        }
    }
}
