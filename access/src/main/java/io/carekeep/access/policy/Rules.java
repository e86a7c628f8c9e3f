package io.carekeep.access.policy;

import io.carekeep.access.Group;
import io.carekeep.access.Label;
import java.util.List;
import java.util.Map;

/// The rules in force and the groups that they speak of.
/// @param groups by what they are for
/// @param labels that close records to all rules but those which open them
public record Rules(Map<Group, String> groups, List<Rule> rules, List<Label> labels) {

    public Rules {
        groups = Map.copyOf(groups);
        rules = List.copyOf(rules);
        labels = List.copyOf(labels);
    }
}
