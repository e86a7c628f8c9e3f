package io.carekeep.access.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Caller;
import io.carekeep.access.Grant;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Restriction;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.mask.ElementPath;
import io.carekeep.fhir.mask.Mask;
import io.carekeep.testkit.Safeguard;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Rules that hide elements are kept apart from each other.
@Safeguard({"164.502(b)", "164.514(d)"})
final class HidingRulesTest {

    private static final ResourceType PATIENT = ResourceType.of("Patient").orElseThrow();
    private static final Caller NURSE = new Caller(1, Caller.Kind.PERSON, Set.of(new Group("nurse")));

    private static Restriction on(Interaction way, String... rules) {
        var text = new StringBuilder("groups: {nurse: cares}\nrules:\n");
        Arrays.stream(rules)
                .forEach(rule -> text.append(
                                "- {name: a, groups: [nurse], types: [Patient], interactions: [view, change], ")
                        .append(rule)
                        .append("}\n"));
        return new RulePolicy(RulesText.read(text.toString()), RulePolicyTest.CRITERIA, () -> LocalDateTime.MAX)
                .restriction(NURSE, way, PATIENT);
    }

    private static Mask mask(String... paths) {
        return Mask.of(Arrays.stream(paths).map(ElementPath::parse).toList());
    }

    private static List<Mask> masks(Restriction restriction) {
        return restriction.grants().stream().map(Grant::mask).toList();
    }

    @Test
    void a_rule_that_hides_nothing_masks_nothing() {
        assertThat(on(Interaction.READ, "where: 'active=true'").grants()).isEmpty();
        assertThat(on(Interaction.READ, "read-only: [Patient.name]")).isInstanceOf(Restriction.Unless.class);
    }

    @Test
    void what_is_only_read_is_masked_for_writes() {
        assertThat(masks(on(Interaction.UPDATE, "read-only: [Patient.name], hide: [Patient.photo]")))
                .containsExactly(mask("Patient.photo", "Patient.name"));
        assertThat(masks(on(Interaction.READ, "read-only: [Patient.name], hide: [Patient.photo]")))
                .containsExactly(mask("Patient.photo"));
    }

    @Test
    void the_grant_that_hides_least_comes_first() {
        assertThat(masks(on(
                        Interaction.READ,
                        "where: 'active=true', hide: [Patient.name, Patient.photo]",
                        "where: 'gender=male', hide: [Patient.name.family]",
                        "where: 'gender=female'")))
                .containsExactly(Mask.NONE, mask("Patient.name.family"), mask("Patient.name", "Patient.photo"));
    }

    @Test
    void what_two_rules_open_is_hidden_as_far_as_both_hide_it() {
        assertThat(masks(on(
                        Interaction.READ,
                        "where: 'active=true', hide: [Patient.name, Patient.photo]",
                        "where: 'gender=male', hide: [Patient.name.family, Patient.telecom]")))
                .hasSize(3)
                .startsWith(mask("Patient.name.family"));
    }

    @Test
    void what_can_not_be_hidden_is_refused_with_its_line() {
        for (var rule : List.of("hide: [Patient.nam]", "hide: [Patient.id]", "effect: forbid, hide: [Patient.name]")) {
            assertThatThrownBy(() -> on(Interaction.READ, rule)).as(rule).isInstanceOf(Refused.class);
        }
    }
}
