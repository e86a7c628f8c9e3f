package io.carekeep.access.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Decision;
import io.carekeep.access.Group;
import io.carekeep.access.Purpose;
import io.carekeep.access.SignIn;
import io.carekeep.access.StepUp;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What somebody asks for, and how they signed in, decides which rules count.
final class BoundsTest {

    private static final ResourceType PATIENT = ResourceType.of("Patient").orElseThrow();
    private static final Caller NURSE = new Caller(1, Caller.Kind.PERSON, Set.of(new Group("nurse")));
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static RulePolicy policy(String... rules) {
        var begin = "{name: a, groups: [nurse], types: [Patient], interactions: [view], ";
        var text = "groups: {nurse: cares}\nrules:\n- " + begin + String.join("}\n- " + begin, rules) + "}";
        return new RulePolicy(RulesText.read(text), RulePolicyTest.CRITERIA, () -> LocalDateTime.MAX);
    }

    private static Decision read(RulePolicy policy, Caller caller) {
        return policy.decide(caller, Action.read(PATIENT));
    }

    private static boolean reads(RulePolicy policy, Caller caller) {
        return read(policy, caller) instanceof Decision.Permitted;
    }

    private static Caller signedIn(int assurance, Duration age) {
        return NURSE.by(new SignIn(assurance, age));
    }

    @Test
    void a_permit_counts_for_its_purposes_only() {
        var policy = policy("purposes: [TREAT, ETREAT]");
        assertThat(reads(policy, NURSE.on(new Purpose("ETREAT")))).isTrue();
        assertThat(reads(policy, NURSE.on(new Purpose("HPAYMT")))).isFalse();
        assertThat(reads(policy, NURSE)).isFalse();
        assertThat(read(policy, NURSE)).isInstanceOf(Decision.Denied.class);
    }

    @Test
    void a_prohibition_counts_for_its_purposes_and_for_one_that_is_not_known() {
        var policy = policy("effect: permit", "effect: forbid, purposes: [HMARKT]");
        assertThat(reads(policy, NURSE.on(new Purpose("TREAT")))).isTrue();
        assertThat(reads(policy, NURSE.on(new Purpose("HMARKT")))).isFalse();
        assertThat(reads(policy, NURSE)).isFalse();
    }

    @Test
    void a_rule_may_ask_for_a_strong_sign_in() {
        var policy = policy("assurance: 2");
        assertThat(reads(policy, signedIn(2, MINUTE))).isTrue();
        assertThat(reads(policy, signedIn(3, MINUTE))).isTrue();
        assertThat(reads(policy, signedIn(1, MINUTE))).isFalse();
        assertThat(reads(policy, NURSE)).isFalse();
        assertThat(read(policy, signedIn(1, MINUTE))).isEqualTo(new Decision.Weak(new StepUp(2, Optional.empty())));
    }

    @Test
    void a_rule_may_ask_for_a_fresh_sign_in() {
        var policy = policy("signed-in-within: 5m");
        assertThat(reads(policy, signedIn(1, Duration.ofMinutes(5)))).isTrue();
        var old = signedIn(3, Duration.ofMinutes(5).plusMillis(1));
        assertThat(read(policy, old)).isEqualTo(new Decision.Weak(new StepUp(1, Optional.of(Duration.ofMinutes(5)))));
        assertThat(reads(policy, NURSE)).isFalse();
    }

    @Test
    void who_is_asked_to_sign_in_again_is_asked_for_the_least_that_helps() {
        var old = signedIn(1, Duration.ofHours(1));
        assertThat(read(policy("assurance: 3", "assurance: 2, signed-in-within: 1m", "assurance: 2"), old))
                .isEqualTo(new Decision.Weak(new StepUp(2, Optional.empty())));
        assertThat(read(policy("assurance: 2, purposes: [TREAT]"), old)).isInstanceOf(Decision.Denied.class);
        assertThat(read(policy("assurance: 2", "effect: forbid"), old)).isInstanceOf(Decision.Denied.class);
        assertThat(policy("assurance: 2").decide(old, Action.update(PATIENT))).isInstanceOf(Decision.Denied.class);
        assertThat(policy("assurance: 2").decide(old, Action.transaction())).isInstanceOf(Decision.Weak.class);
    }

    @Test
    void the_same_caller_is_decided_anew_for_each_request() {
        var policy = policy("purposes: [TREAT], signed-in-within: 5m");
        for (int round = 0; round < 3; round++) {
            var fresh = signedIn(1, MINUTE);
            assertThat(reads(policy, fresh.on(new Purpose("TREAT")))).isTrue();
            assertThat(reads(policy, fresh.on(new Purpose("HOPERAT")))).isFalse();
            assertThat(reads(policy, signedIn(1, Duration.ofHours(1)).on(new Purpose("TREAT"))))
                    .isFalse();
        }
    }

    @Test
    void a_rule_that_does_not_count_is_known_by_its_bounds() {
        var policy = policy("purposes: [TREAT, ETREAT], assurance: 2, signed-in-within: 5m");
        assertThat(policy.said(NURSE, Action.read(PATIENT).interaction(), PATIENT))
                .isEmpty();
        assertThat(policy.bound(NURSE, Action.read(PATIENT).interaction(), PATIENT))
                .hasSize(1)
                .allSatisfy(rule -> assertThat(rule.bounds())
                        .hasToString("for ETREAT, TREAT, after a sign-in with an assurance of at least 2,"
                                + " at most 300 seconds after it"));
    }

    @Test
    void what_can_not_be_asked_of_a_caller_is_refused() {
        for (var rule : List.of(
                "purposes: [HEALING]",
                "purposes: []",
                "purposes: [PurposeOfUse]",
                "assurance: 4",
                "assurance: high",
                "signed-in-within: 5",
                "signed-in-within: PT5M",
                "effect: forbid, assurance: 2",
                "effect: forbid, signed-in-within: 5m")) {
            assertThatThrownBy(() -> policy(rule)).as(rule).isInstanceOf(Refused.class);
        }
    }

    @Test
    void a_test_of_a_policy_says_for_what_and_how_signed_in_somebody_asks() {
        var test = "tests:\n- {name: a, groups: [nurse], interaction: read, record: Patient/1, expect: permitted, ";
        var full = PolicyTests.read(test + "purpose: TREAT, assurance: 2, signed-in: 3m}")
                .getFirst();
        assertThat(full.caller().circumstances().purpose()).contains(new Purpose("TREAT"));
        assertThat(full.caller().circumstances().signIn()).contains(new SignIn(2, Duration.ofMinutes(3)));
        assertThat(PolicyTests.read(test + "signed-in: 0s}")
                        .getFirst()
                        .caller()
                        .circumstances()
                        .signIn())
                .contains(new SignIn(1, Duration.ZERO));
        assertThat(PolicyTests.read(test + "from: 10.0.0.1}")
                        .getFirst()
                        .caller()
                        .circumstances()
                        .signIn())
                .isEmpty();
        assertThatThrownBy(() -> PolicyTests.read(test + "purpose: HEALING}")).isInstanceOf(Refused.class);
    }
}
