package io.carekeep.access.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Decision;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Restriction;
import io.carekeep.access.Scopes;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.testkit.Safeguard;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A token's scopes take away from what the policy permits, and give nothing.
@Safeguard("164.312(a)(1)")
final class NarrowingTest {

    private static final ResourceType PATIENT = ResourceType.of("Patient").orElseThrow();
    private static final ResourceType OBSERVATION =
            ResourceType.of("Observation").orElseThrow();
    private static final Restriction NOTHING = new Restriction.Nothing();
    private static final RulePolicy POLICY = policy("types: all, interactions: [view, change]");

    private static RulePolicy policy(String... rules) {
        var text = new StringBuilder("groups: {nurse: cares}\nrules:\n");
        Arrays.stream(rules)
                .forEach(rule -> text.append("- {name: a, groups: [nurse], ")
                        .append(rule)
                        .append("}\n"));
        return new RulePolicy(RulesText.read(text.toString()), RulePolicyTest.CRITERIA, () -> LocalDateTime.MAX);
    }

    private static Caller caller(String group, String scopes, String... fhirUser) {
        return new Caller(1, Caller.Kind.PERSON, Set.of(new Group(group)), List.of(fhirUser))
                .within(Scopes.parse(scopes));
    }

    private static boolean may(Caller caller, Interaction way, ResourceType type) {
        return POLICY.decide(caller, new Action(way, type)) instanceof Decision.Permitted;
    }

    @Test
    void each_right_opens_its_ways_and_no_others() {
        for (var each : List.of(
                List.of("r", Set.of(Interaction.READ, Interaction.VREAD, Interaction.META, Interaction.VALIDATE)),
                List.of("s", Set.of(Interaction.SEARCH)),
                List.of("c", Set.of(Interaction.CREATE)),
                List.of("u", Set.of(Interaction.UPDATE, Interaction.PATCH)),
                List.of("d", Set.of(Interaction.DELETE)))) {
            var nurse = caller("nurse", "user/Observation." + each.getFirst());
            for (var way : Ways.OF_RECORDS) {
                if (way != Interaction.MAY_ASSIGN) {
                    assertThat(may(nurse, way, OBSERVATION))
                            .as(each.getFirst() + " " + way)
                            .isEqualTo(((Set<?>) each.getLast()).contains(way));
                    assertThat(may(nurse, way, PATIENT)).isFalse();
                }
            }
        }
        var reading = caller("nurse", "user/Observation.read");
        assertThat(may(reading, Interaction.HISTORY, OBSERVATION)).isTrue();
        assertThat(may(reading, Interaction.EVERYTHING, OBSERVATION)).isTrue();
        assertThat(may(reading, Interaction.UPDATE, OBSERVATION)).isFalse();
    }

    @Test
    void a_whole_scope_leaves_what_the_policy_opens_as_it_is() {
        var policy = policy("types: [Patient], interactions: [view], where: 'active=true'");
        var whole = new Caller(1, Caller.Kind.PERSON, Set.of(new Group("nurse")));
        assertThat(policy.restriction(caller("nurse", "user/*.rs"), Interaction.READ, PATIENT))
                .isEqualTo(policy.restriction(whole, Interaction.READ, PATIENT));
        assertThat(policy.restriction(caller("nurse", "user/*.*"), Interaction.READ, OBSERVATION))
                .isEqualTo(NOTHING);
        assertThat(policy.restriction(caller("nurse", "user/*.*"), Interaction.UPDATE, PATIENT))
                .isEqualTo(NOTHING);
    }

    @Test
    void no_scope_lets_somebody_break_the_glass_or_manage() {
        var policy = policy("types: all, interactions: [view], patients: emergency");
        var nurse = new Caller(1, Caller.Kind.PERSON, Set.of(new Group("nurse"), Group.SUPPORT));
        var narrowed = nurse.within(Scopes.parse("user/*.cruds system/*.cruds"));
        for (var way : List.of(Interaction.BREAK_GLASS, Interaction.VIEW_ALARMS, Interaction.HANDLE_ALARMS)) {
            assertThat(policy.decide(nurse, Action.of(way))).isInstanceOf(Decision.Permitted.class);
            assertThat(policy.decide(narrowed, Action.of(way))).isInstanceOf(Decision.Denied.class);
        }
    }

    @Test
    void a_query_and_the_patient_are_joined_to_what_the_policy_asks() {
        var mine = caller("nurse", "patient/Observation.rs?status=final", "Patient/p1");
        assertThat(POLICY.restriction(mine, Interaction.SEARCH, OBSERVATION).toString())
                .contains("AtHome[patients=[p1]]", "final");
        assertThat(POLICY.restriction(caller("nurse", "patient/*.cruds"), Interaction.SEARCH, OBSERVATION))
                .isEqualTo(NOTHING);
        assertThat(POLICY.restriction(
                        caller("nurse", "patient/*.cruds user/Observation.s"), Interaction.SEARCH, OBSERVATION))
                .isInstanceOf(Restriction.Unless.class);
    }

    @Test
    void scopes_that_are_not_about_records_open_none_and_nobody_manages_with_scopes() {
        var nurse = caller("nurse", "openid launch/patient");
        assertThat(may(nurse, Interaction.READ, PATIENT)).isFalse();
        for (var group : List.of("nurse", "operator")) {
            assertThat(POLICY.decide(caller(group, "openid"), Action.transaction()))
                    .isInstanceOf(Decision.Denied.class);
            assertThat(POLICY.decide(caller(group, "user/*.c"), Action.transaction()))
                    .isInstanceOf(Decision.Permitted.class);
        }
        for (var way : List.of(Interaction.MANAGE_POLICY, Interaction.MANAGE_ACCOUNTS, Interaction.VIEW_ALARMS)) {
            assertThat(POLICY.decide(caller("administrator", "user/*.*"), Action.of(way)))
                    .isInstanceOf(Decision.Denied.class);
        }
        assertThat(POLICY.decide(nurse, Action.of(Interaction.REVOKE_TOKEN))).isInstanceOf(Decision.Permitted.class);
    }

    @Test
    void the_operator_is_narrowed_too() {
        var operator = caller("operator", "system/Patient.rs");
        assertThat(may(operator, Interaction.READ, PATIENT)).isTrue();
        assertThat(may(operator, Interaction.READ, OBSERVATION)).isFalse();
        assertThat(may(operator, Interaction.UPDATE, PATIENT)).isFalse();
    }

    @Test
    void masks_survive_scopes() {
        var policy = policy("types: [Patient], interactions: [view], hide: [Patient.birthDate]");
        var whole = new Caller(1, Caller.Kind.PERSON, Set.of(new Group("nurse")));
        var masks = policy.restriction(whole, Interaction.READ, PATIENT).grants();
        assertThat(masks).hasSize(1);
        for (var scope : List.of("user/*.read", "patient/Patient.rs", "user/Patient.rs?gender=female")) {
            assertThat(policy.restriction(caller("nurse", scope, "Patient/p1"), Interaction.READ, PATIENT)
                            .grants())
                    .as(scope)
                    .isEqualTo(masks);
        }
    }

    @Test
    void a_query_tells_nothing_of_records_that_are_not_shown_whole() {
        var masked = policy("types: [Patient], interactions: [view], hide: [Patient.birthDate]");
        assertThat(masked.restriction(caller("nurse", "user/Patient.rs?birthdate=1980"), Interaction.READ, PATIENT)
                        .toString())
                .contains("Any[parts=[]]");
        var blind = policy("types: [Patient], interactions: [update]");
        assertThat(blind.restriction(caller("nurse", "user/Patient.u?birthdate=1980"), Interaction.UPDATE, PATIENT)
                        .toString())
                .contains("Any[parts=[Any[parts=[]], Any[parts=[]]]]");
        assertThat(POLICY.restriction(caller("nurse", "user/Patient.u?gender=male"), Interaction.UPDATE, PATIENT))
                .isInstanceOfSatisfying(
                        Restriction.Matching.class,
                        some -> assertThat(some.criteria()).isNotEqualTo(Predicate.nothing()));
    }

    @Test
    void a_query_that_types_can_not_be_asked_or_that_leads_on_is_refused() {
        for (var scope : List.of(
                "user/Patient.rs?shoe=1",
                "user/*.rs?category=laboratory",
                "user/Patient.rs?_count=1",
                "user/Observation.rs?subject:Patient.name=a",
                "user/Patient.rs?_has:Observation:subject:status=final",
                "user/Observation.rs?status=final&code:in=http://example.org/codes",
                "user/Observation.rs?_list=l1",
                "user/Patient.rs?_id=%caller.patient&general-practitioner.name=a")) {
            assertThatThrownBy(() -> RulePolicyTest.CRITERIA.check(Scopes.parse(scope)))
                    .as(scope)
                    .isInstanceOf(Refused.class);
        }
        RulePolicyTest.CRITERIA.check(Scopes.parse("user/Observation.rs?category=laboratory user/*.r?_tag=a"));
    }
}
