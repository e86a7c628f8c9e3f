package io.carekeep.access.policy;

import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;

/// Reads what a policy's file says of whom and what something is about: groups, types and interactions.
final class AboutText {

    private final YamlText yaml;

    AboutText(YamlText yaml) {
        this.yaml = yaml;
    }

    Group group(String name, Node at) {
        try {
            return new Group(name);
        } catch (Refused refused) {
            throw yaml.refused(at, refused.problem().issues().getFirst().text());
        }
    }

    Set<Group> groups(Node node, Set<Group> known) {
        var groups = new HashSet<Group>();
        for (var each : yaml.list(node)) {
            var group = group(yaml.text(each), each);
            if (!known.contains(group)) {
                throw yaml.refused(each, "a group that stands under groups");
            }
            groups.add(group);
        }
        if (groups.isEmpty()) {
            throw yaml.refused(node, "at least one group");
        }
        return groups;
    }

    Set<ResourceType> types(Node node) {
        if (yaml.isText(node) && yaml.text(node).equals("all")) {
            return Set.copyOf(ResourceType.all());
        }
        return yaml.list(node).stream()
                .map(each -> ResourceType.of(yaml.text(each))
                        .orElseThrow(() -> yaml.refused(each, "a resource type of FHIR R4, such as Patient, or all")))
                .collect(Collectors.toSet());
    }

    Set<Interaction> interactions(Node node) {
        var found = EnumSet.noneOf(Interaction.class);
        for (var each : yaml.list(node)) {
            var word = yaml.text(each);
            var some = switch (word) {
                case "view" -> Ways.VIEWING;
                case "change" -> Ways.CHANGING;
                default ->
                    Ways.OF_RECORDS.stream()
                            .filter(way -> way.word().equals(word))
                            .collect(Collectors.toSet());
            };
            if (some.isEmpty()) {
                throw yaml.refused(each, "view, change, or one of " + words(Ways.OF_RECORDS));
            }
            found.addAll(some);
        }
        return found;
    }

    private static List<String> words(Set<Interaction> ways) {
        return ways.stream().map(Interaction::word).sorted().toList();
    }
}
