package io.carekeep.access.policy;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.mask.ElementPath;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// YAML, taken apart so that each refusal names its line.
final class YamlText {

    private final String what;

    /// @param what the text is, for refusals
    YamlText(String what) {
        this.what = what;
    }

    Node read(String text) {
        try {
            var options = new LoaderOptions();
            options.setMaxAliasesForCollections(0);
            var node = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (node == null) {
                throw new Refused(new Problem.Invalid(what, "groups and rules: there is nothing"));
            }
            return node;
        } catch (MarkedYAMLException failure) {
            var mark = failure.getProblemMark();
            throw refused(mark == null ? 0 : mark.getLine(), "YAML: check indentation, quotes and colons");
        } catch (YAMLException _) {
            throw new Refused(new Problem.Invalid(what, "YAML"));
        }
    }

    private Refused refused(int line, String expected) {
        return new Refused(new Problem.Invalid(what + " line " + (line + 1), expected));
    }

    Refused refused(Node node, String expected) {
        return refused(node.getStartMark().getLine(), expected);
    }

    /// @param allowed the keys that there may be, or null for any
    Map<String, Node> mapping(Node node, @Nullable Set<String> allowed) {
        if (!(node instanceof MappingNode mapping)) {
            throw refused(node, "keys with values");
        }
        var found = new LinkedHashMap<String, Node>();
        for (var each : mapping.getValue()) {
            var key = text(each.getKeyNode());
            if (allowed != null && !allowed.contains(key)) {
                throw refused(
                        each.getKeyNode(), "one of " + allowed.stream().sorted().toList());
            }
            if (found.put(key, each.getValueNode()) != null) {
                throw refused(each.getKeyNode(), "each key once");
            }
        }
        return found;
    }

    Node demanded(Map<String, Node> mapping, String key) {
        var node = mapping.get(key);
        if (node == null) {
            var first = mapping.values().stream().findFirst();
            int line = first.map(each -> each.getStartMark().getLine()).orElse(0);
            throw refused(line, "also the key " + key);
        }
        return node;
    }

    List<Node> list(Node node) {
        if (!(node instanceof SequenceNode sequence)) {
            throw refused(node, "a list, such as [one, two]");
        }
        return sequence.getValue();
    }

    boolean isText(Node node) {
        return node instanceof ScalarNode;
    }

    ElementPath path(Node node) {
        try {
            return ElementPath.parse(text(node));
        } catch (Refused refused) {
            throw refused(node, refused.problem().issues().getFirst().text());
        }
    }

    String text(Node node) {
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            throw refused(node, "a text");
        }
        return scalar.getValue();
    }
}
