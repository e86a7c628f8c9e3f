package io.carekeep.access.policy;

import io.carekeep.access.Budget;
import io.carekeep.access.Group;
import io.carekeep.access.Label;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rules in force and the groups that they speak of.
/// @param groups by what they are for
/// @param labels that close records to all rules but those which open them
/// @param budgets of patients, by group
/// @param statistics the groups that may be told totals over more patients than they may read
public record Rules(
        Map<Group, String> groups,
        List<Rule> rules,
        List<Label> labels,
        Map<Group, Budget> budgets,
        Set<Group> statistics) {

    public Rules {
        groups = Map.copyOf(groups);
        rules = List.copyOf(rules);
        labels = List.copyOf(labels);
        budgets = Map.copyOf(budgets);
        statistics = Set.copyOf(statistics);
    }

    /// Rules that give nobody a budget of their own.
    public Rules(Map<Group, String> groups, List<Rule> rules, List<Label> labels) {
        this(groups, rules, labels, Map.of(), Set.of());
    }

    /// Of several groups' budgets the largest; a group to which none is given has [Budget#FALLBACK].
    Budget budget(Set<Group> of) {
        var budget = of.stream()
                .map(group -> budgets.getOrDefault(group, Budget.FALLBACK))
                .reduce(Budget::or)
                .orElse(Budget.FALLBACK);
        return Collections.disjoint(of, statistics) ? budget : budget.withStatistics();
    }
}
