package io.carekeep.access.policy;

import io.carekeep.access.Group;
import java.util.List;
import java.util.Map;

/// The rules in force and the groups that they speak of.
/// @param groups by what they are for
public record Rules(Map<Group, String> groups, List<Rule> rules) {

    public Rules {
        groups = Map.copyOf(groups);
        rules = List.copyOf(rules);
    }
}
