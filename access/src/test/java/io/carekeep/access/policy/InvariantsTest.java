package io.carekeep.access.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carekeep.access.Caller;
import io.carekeep.access.Grant;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Restriction;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.mask.ElementPath;
import io.carekeep.fhir.mask.Mask;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.testkit.Safeguard;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What no rule may open to a group: a rule that plainly would is refused, and what rules open is without it.
@Safeguard("164.308(a)(4)")
final class InvariantsTest {

    private static final ResourceType PATIENT = ResourceType.of("Patient").orElseThrow();
    private static final Caller BILLING = caller("billing");
    private static final Caller BOTH = caller("billing", "clinician");
    private static final Caller CLINICIAN = caller("clinician");

    private static final String START = """
            groups: {billing: sends bills, clinician: treats}
            labels:
              notes: {coding: 'http://example.org/labels|PSY', codes: ['http://example.org/codes|1']}
            rules:
            - {name: c, groups: [clinician], types: all, interactions: [view, change], opens: [notes]}
            """;
    private static final String NEVER = "- {name: n, groups: [billing], interactions: [view], never: notes}\n";
    private static final String ELEMENTS =
            "- {name: e, groups: [billing], types: [Patient], interactions: [view], elements: [Patient.telecom]}\n";
    private static final String LIKE =
            "- {name: w, groups: [billing], types: [Patient], interactions: [view], where: active=false}\n";

    private static Caller caller(String... groups) {
        var all = List.of(groups).stream().map(Group::new).toList();
        return new Caller(1, Caller.Kind.PERSON, Set.copyOf(all));
    }

    private static Rules rules(String rule, String... invariants) {
        return RulesText.read(START + rule + "invariants:\n" + String.join("", invariants));
    }

    private static String rule(String keys) {
        return "- {name: b, groups: [billing], types: [Patient], interactions: [read], " + keys + "}\n";
    }

    private static String refusal(ThrowingCallable work) {
        return catchThrowableOfType(Refused.class, work).problem().issues().toString();
    }

    private static RulePolicy policy(Rules rules) {
        return new RulePolicy(rules, RulePolicyTest.CRITERIA, () -> LocalDateTime.MAX);
    }

    private static Restriction reads(Rules rules, Caller caller) {
        return policy(rules).restriction(caller, Interaction.READ, PATIENT);
    }

    @Test
    void a_rule_that_plainly_opens_what_is_never_opened_is_refused() {
        assertThat(refusal(() -> rules(rule("opens: [notes]"), NEVER).demandInvariants()))
                .contains("policy invariant 'n'", "the rule 'b' does not open the label notes");
        assertThat(refusal(() ->
                        rules(rule("hide: [Patient.telecom.value]"), ELEMENTS).demandInvariants()))
                .contains("the rule 'b' hides [Patient.telecom]");
        assertThatCode(() -> rules(rule("hide: [Patient.telecom, Patient.name]"), NEVER, ELEMENTS, LIKE)
                        .demandInvariants())
                .doesNotThrowAnyException();
    }

    @Test
    void a_label_that_is_never_opened_is_not_by_another_group_either() {
        var labelled = RulePolicyTest.CRITERIA.labelled(
                PATIENT, rules(rule("where: active=true"), NEVER).labels());
        var restriction = reads(rules(rule("where: active=true"), NEVER), BOTH);
        assertThat(restriction).isInstanceOf(Restriction.Matching.class);
        assertThat(((Restriction.Matching) restriction).criteria())
                .isInstanceOf(Predicate.All.class)
                .asString()
                .contains(new Predicate.Not(labelled).toString());
        assertThat(reads(rules(rule("where: active=true"), NEVER), CLINICIAN)).isInstanceOf(Restriction.Unless.class);
    }

    @Test
    void elements_are_hidden_whichever_rule_opens_the_record() {
        var never = Mask.of(List.of(ElementPath.parse("Patient.telecom")));
        var rules = rules(rule("where: active=true, hide: [Patient.telecom]"), ELEMENTS);
        for (var caller : List.of(BILLING, BOTH)) {
            assertThat(reads(rules, caller).grants())
                    .isNotEmpty()
                    .extracting(Grant::mask)
                    .allMatch(never::isWithin);
        }
        assertThat(reads(rules, CLINICIAN)).isInstanceOf(Restriction.Unless.class);
        assertThat(policy(rules).said(BOTH, Interaction.READ, PATIENT))
                .allSatisfy(
                        said -> assertThat(never.isWithin(said.rule().hidden())).isTrue());
    }

    @Test
    void what_only_records_can_tell_is_forbidden() {
        var rules = rules(rule("hide: [Patient.photo]"), LIKE);
        rules.demandInvariants();
        assertThat(policy(rules).said(BOTH, Interaction.READ, PATIENT))
                .extracting(said -> said.rule().name())
                .contains("invariant: w");
        assertThat(reads(rules, BOTH)).isInstanceOf(Restriction.Masked.class);
        assertThat(policy(rules).restriction(BOTH, Interaction.UPDATE, PATIENT)).isInstanceOf(Restriction.Unless.class);
    }

    @Test
    void an_invariant_that_says_less_counts_as_gone() {
        var before = rules("", NEVER, ELEMENTS, LIKE);
        assertThat(before.dropped(before)).isEmpty();
        assertThat(rules("", LIKE, ELEMENTS).dropped(before)).containsExactly("n");
        assertThat(rules("", NEVER.replace("view", "read"), ELEMENTS, LIKE).dropped(before))
                .containsExactly("n");
        assertThat(rules("", NEVER.replace("interactions", "types: [Patient], interactions"), ELEMENTS, LIKE)
                        .dropped(before))
                .containsExactly("n");
        assertThat(rules("", NEVER, ELEMENTS.replace(".telecom", ".telecom.value"), LIKE)
                        .dropped(before))
                .containsExactly("e");
        assertThat(rules("", NEVER, ELEMENTS, LIKE.replace("active=false", "active=true"))
                        .dropped(before))
                .containsExactly("w");
        var stronger = rules(
                "",
                NEVER.replace("name: n", "name: m").replace("[view]", "[view, change]"),
                ELEMENTS.replace("[Patient.telecom]", "[Patient.telecom, Patient.name]"),
                LIKE.replace("[billing]", "[billing, clinician]"));
        assertThat(stronger.dropped(before)).isEmpty();
        var codeless = RulesText.read((START + "invariants:\n" + NEVER + ELEMENTS + LIKE)
                .replace(", codes: ['http://example.org/codes|1']", ""));
        assertThat(codeless.dropped(before)).containsExactly("n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- {name: n, groups: [billing], interactions: [view]}",
                "- {name: n, groups: [billing], interactions: [view], never: notes, where: active=true}",
                "- {name: n, groups: [billing], interactions: [view], never: other}",
                "- {name: n, groups: [operator], interactions: [view], never: notes}",
                "- {name: n, groups: [billing], interactions: [view], elements: [Patient.nothing]}",
                "- {name: n, groups: [billing], never: notes}",
                "- {groups: [billing], interactions: [view], never: notes}",
                "- {name: n, groups: [billing], interactions: [view], never: notes, effect: permit}"
            })
    void what_is_no_invariant_is_refused_with_its_line(String invariant) {
        assertThat(refusal(() -> rules("", invariant))).contains("policy line 7");
    }

    @Test
    void criteria_that_can_not_be_asked_are_refused() {
        var rules = rules("", LIKE.replace("active=false", "nonsense=1"));
        assertThat(refusal(() -> policy(rules))).contains("invariant: w");
    }
}
