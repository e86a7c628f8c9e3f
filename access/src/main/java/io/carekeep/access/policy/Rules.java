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
import java.util.stream.Collectors;
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

    /// Whether somebody may break the glass.
    boolean emergencies() {
        return rules.stream().anyMatch(Rules::opensInEmergencies);
    }

    /// Whether who is in one of these groups may break the glass, under some circumstances.
    boolean emergencies(Set<Group> of) {
        return rules.stream()
                .filter(rule -> rule.effect() == Rule.Effect.PERMIT && !Collections.disjoint(rule.groups(), of))
                .anyMatch(Rules::opensInEmergencies);
    }

    private static boolean opensInEmergencies(Rule rule) {
        return rule.whose().patients() == Rule.Patients.EMERGENCY;
    }

    /// Whether the same labels are known by the same codings.
    boolean hasLabelsOf(Rules other) {
        return tokens(labels).equals(tokens(other.labels));
    }

    private static Map<String, String> tokens(List<Label> labels) {
        return labels.stream().collect(Collectors.toMap(Label::name, Label::token));
    }

    /// Whether records get the same labels when they are written.
    boolean labelsLike(Rules other) {
        return Stream.of(labels, other.labels)
                .flatMap(List::stream)
                .allMatch(each -> Stream.of(labels, other.labels)
                        .allMatch(some -> some.stream().anyMatch(one -> one.isAtLeast(each) && each.isAtLeast(one))));
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
