package io.carekeep.access.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RulesTextTest {

    private static final String GROUPS = "groups: {nurse: cares}\n";

    private static Rule rule(String keys) {
        return RulesText.read(GROUPS + "rules:\n- {name: x, groups: [nurse], " + keys + "}")
                .rules()
                .getFirst();
    }

    @Test
    void a_rule_says_who_may_do_what_with_which_records() {
        var rule = rule("types: [Patient, Observation], interactions: [view, create], where: '_tag=a'");
        assertThat(rule.groups()).containsExactly(new Group("nurse"));
        assertThat(rule.types()).extracting(ResourceType::name).containsExactlyInAnyOrder("Patient", "Observation");
        assertThat(rule.interactions())
                .containsAll(EnumSet.of(Interaction.READ, Interaction.SEARCH, Interaction.CREATE))
                .doesNotContain(Interaction.UPDATE);
        assertThat(rule.where()).isEqualTo("_tag=a");
        assertThat(rule.effect()).isEqualTo(Rule.Effect.PERMIT);
        assertThat(rule.whose()).isEqualTo(Rule.Whose.ANYBODYS);
    }

    @Test
    void all_types_are_named_by_a_word() {
        assertThat(rule("types: all, interactions: [change], patients: self, effect: forbid"))
                .satisfies(rule -> assertThat(rule.types()).hasSameSizeAs(ResourceType.all()))
                .satisfies(rule -> assertThat(rule.interactions())
                        .isEqualTo(
                                Set.of(Interaction.CREATE, Interaction.UPDATE, Interaction.PATCH, Interaction.DELETE)));
    }

    @Test
    void what_is_shipped_can_be_read() {
        assertThat(Shipped.rules().groups()).containsKeys(new Group("clinician"), new Group("patient"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "groups: {nurse: cares}; policy line 1",
                "groups: {nurse: cares}|rules: []|more: 1; policy line 3",
                "groups: {Nurse: cares}|rules: []; policy line 1",
                "groups: {operator: works}|rules: []; policy line 1",
                "groups: {nurse: cares}|rules:|- {name: x, groups: [doctor], types: all, interactions: [view]}; policy line 3",
                "groups: {nurse: cares}|rules:|- name: x|  groups: [nurse]|  types: [Shoe]|  interactions: [view]; policy line 5",
                "groups: {nurse: cares}|rules:|- {name: x, groups: [nurse], types: all, interactions: [walk]}; policy line 3",
                "groups: {nurse: cares}|rules:|- {name: x, groups: [nurse], types: all, interactions: [export]}; policy line 3",
                "groups: {nurse: cares}|rules:|- {name: x, groups: [nurse], types: all}; policy line 3",
                "groups: {nurse: cares}|rules:|- {name: x, groups: [], types: all, interactions: [view]}; policy line 3",
                "groups: {nurse: cares}|rules:|- {name: x, hides: [a]}; policy line 3",
                "groups: {nurse: cares}|rules:|- {name: x, name: y}; policy line 3",
                "groups: {nurse: cares}|rules:|- {name: x, groups: [nurse], types: all, interactions: [view], networks: [10.0.0.0/33]}; policy line 3",
                "groups: {nurse: cares}|rules:|- {name: x, groups: [nurse], types: all, interactions: [view], networks: [here]}; policy line 3",
                "groups: {nurse: cares}|rules:|- {name: x, groups: [nurse], types: all, interactions: [view], times: [25:00-26:00]}; policy line 3",
                "groups: {nurse: cares}|rules:|- {name: x, groups: [nurse], types: all, interactions: [view], times: []}; policy line 3",
                "groups: {nurse: cares}|rules: none; policy line 2",
                "groups: [a; policy line 1",
                "groups: &a {nurse: *a}|rules: []; policy"
            })
    void what_is_wrong_is_named_by_its_line(String text, String place) {
        var refused = catchThrowableOfType(Refused.class, () -> RulesText.read(text.replace("|", "\n")));
        assertThat(refused).as(text).isNotNull();
        assertThat(refused.problem().issues().getFirst().place()).startsWith(place);
    }

    @Test
    void nothing_is_no_policy() {
        assertThat(catchThrowableOfType(Refused.class, () -> RulesText.read("")))
                .isNotNull();
    }
}
