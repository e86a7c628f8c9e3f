package io.carekeep.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Budget;
import io.carekeep.access.Group;
import io.carekeep.base.Refused;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Budgets in a policy's text.
final class BudgetTextTest {

    private static final Group NURSE = new Group("nurse");
    private static final Group CLERK = new Group("clerk");

    private static Rules rules(String more) {
        return RulesText.read("""
                groups:
                  nurse: cares
                  clerk: receives
                rules: []
                """ + more);
    }

    @Test
    void three_numbers_or_keys_say_a_budget() {
        var rules = rules("""
                budgets:
                  nurse: 40/150/800
                  clerk: {hour: 10, day: 200, month: 300, warn: 90%}
                statistics: [clerk]
                """);
        assertThat(rules.budget(Set.of(NURSE))).isEqualTo(new Budget(40, 150, 800, 80, true, false));
        assertThat(rules.budget(Set.of(CLERK))).isEqualTo(new Budget(10, 200, 300, 90, true, true));
        assertThat(rules.budget(Set.of(NURSE, CLERK)))
                .as("of each the larger one")
                .isEqualTo(new Budget(40, 200, 800, 80, true, true));
    }

    @Test
    void who_is_given_none_has_the_fallback() {
        assertThat(rules("").budget(Set.of(NURSE))).isEqualTo(Budget.FALLBACK);
        assertThat(rules("").budget(Set.of())).isEqualTo(Budget.FALLBACK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "budgets: {nurse: 40}",
                "budgets: {nurse: 40/30/20}",
                "budgets: {nurse: a/b/c}",
                "budgets: {nurse: 40/150/99999999}",
                "budgets: {nurse: {hour: 1, day: 2}}",
                "budgets: {nurse: {hour: 1, day: 2, month: 3, warn: 0}}",
                "budgets: {nurse: {hour: 1, day: 2, month: 3, week: 9}}",
                "budgets: {pilot: 1/2/3}",
                "budgets: {operator: 1/2/3}",
                "statistics: [pilot]"
            })
    void what_is_wrong_is_refused_with_its_line(String text) {
        try {
            rules(text);
        } catch (Refused refused) {
            assertThat(refused.problem().inWords()).contains("policy line 5");
            return;
        }
        throw new AssertionError("it was taken: " + text);
    }
}
