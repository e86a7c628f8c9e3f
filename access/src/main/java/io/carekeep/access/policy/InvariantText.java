package io.carekeep.access.policy;

import io.carekeep.access.Group;
import io.carekeep.access.Label;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.mask.Mask;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/// Reads what a policy's file says under `invariants`: each has `name`, `groups`, `interactions`, may have `types` (all
/// when it doesn't) and says one thing that is never opened: `never`, a label, `where`, criteria, or `elements`.
final class InvariantText {

    private static final Set<String> KEYS =
            Set.of("name", "groups", "types", "interactions", "never", "where", "elements");

    private final YamlText yaml;
    private final AboutText about;

    InvariantText(YamlText yaml, AboutText about) {
        this.yaml = yaml;
        this.about = about;
    }

    List<Invariant> invariants(@Nullable Node node, Set<Group> groups, Map<String, Label> labels) {
        var found = new ArrayList<Invariant>();
        var names = new HashSet<String>();
        for (var each : node == null ? List.<Node>of() : yaml.list(node)) {
            var invariant = invariant(each, groups, labels);
            if (!names.add(invariant.name())) {
                throw yaml.refused(each, "a name that no other invariant has");
            }
            found.add(invariant);
        }
        return found;
    }

    private Invariant invariant(Node node, Set<Group> groups, Map<String, Label> labels) {
        var keys = yaml.mapping(node, KEYS);
        var types = keys.get("types");
        return new Invariant(
                yaml.text(yaml.demanded(keys, "name")),
                about.groups(yaml.demanded(keys, "groups"), groups),
                types == null ? Set.copyOf(ResourceType.all()) : about.types(types),
                about.interactions(yaml.demanded(keys, "interactions")),
                never(node, keys, labels));
    }

    private Invariant.Never never(Node node, Map<String, Node> keys, Map<String, Label> labels) {
        var label = keys.get("never");
        var where = keys.get("where");
        var elements = keys.get("elements");
        if (label != null && where == null && elements == null) {
            var known = labels.get(yaml.text(label));
            if (known == null) {
                throw yaml.refused(label, "a label that stands under labels");
            }
            return new Invariant.Labelled(known);
        }
        if (label == null && where != null && elements == null) {
            return new Invariant.Like(yaml.text(where));
        }
        if (label == null && where == null && elements != null) {
            return new Invariant.Elements(
                    Mask.of(yaml.list(elements).stream().map(yaml::path).toList()));
        }
        throw yaml.refused(node, "one of never (a label), where and elements");
    }
}
