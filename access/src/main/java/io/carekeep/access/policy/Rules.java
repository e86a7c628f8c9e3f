package io.carekeep.access.policy;

import io.carekeep.access.Budget;
import io.carekeep.access.Caller;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Label;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.mask.Mask;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The rules in force and the groups that they speak of.
/// @param groups by what they are for
/// @param labels that close records to all rules but those which open them
/// @param budgets of patients, by group
/// @param statistics the groups that may be told totals over more patients than they may read
/// @param invariants what no rule may open to some groups
public record Rules(
        Map<Group, String> groups,
        List<Rule> rules,
        List<Label> labels,
        Map<Group, Budget> budgets,
        Set<Group> statistics,
        List<Invariant> invariants) {

    public Rules {
        groups = Map.copyOf(groups);
        rules = List.copyOf(rules);
        labels = List.copyOf(labels);
        budgets = Map.copyOf(budgets);
        statistics = Set.copyOf(statistics);
        invariants = List.copyOf(invariants);
    }

    /// Rules that give nobody a budget of their own.
    public Rules(Map<Group, String> groups, List<Rule> rules, List<Label> labels) {
        this(groups, rules, labels, Map.of(), Set.of(), List.of());
    }

    /// Of several groups' budgets the largest; a group to which none is given has [Budget#FALLBACK].
    Budget budget(Set<Group> of) {
        var budget = of.stream()
                .map(group -> budgets.getOrDefault(group, Budget.FALLBACK))
                .reduce(Budget::or)
                .orElse(Budget.FALLBACK);
        return Collections.disjoint(of, statistics) ? budget : budget.withStatistics();
    }

    /// The rules, and those that forbid what the invariants do.
    List<Rule> enforced() {
        return Stream.concat(
                        rules.stream(),
                        invariants.stream().map(Invariant::forbidding).flatMap(Optional::stream))
                .toList();
    }

    /// What invariants hide from this caller, whichever rule opens a record.
    Mask hidden(Caller caller, Interaction way, ResourceType type) {
        return invariants.stream().map(each -> each.hidden(caller, way, type)).reduce(Mask.NONE, Mask::or);
    }

    /// Demands that no rule plainly opens what an invariant says is never opened.
    /// @throws Refused naming both and how to mend it
    void demandInvariants() {
        for (var invariant : invariants) {
            for (var rule : rules) {
                invariant.mended(rule).ifPresent(how -> {
                    throw new Refused(new Problem.Invalid(
                            "policy invariant '" + invariant.name() + "'",
                            "that the rule '" + rule.name() + "' " + how));
                });
            }
        }
    }

    /// The names of the invariants of which these rules no longer forbid all, in their order.
    List<String> dropped(Rules before) {
        return before.invariants.stream()
                .filter(old -> invariants.stream().noneMatch(each -> each.isAtLeast(old)))
                .map(Invariant::name)
                .toList();
    }
}
