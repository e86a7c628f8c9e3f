package io.carekeep.access.policy;

import io.carekeep.access.Label;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/// Reads what a policy's file says of labels.
final class LabelText {

    private static final Pattern TOKEN = Pattern.compile("[^\\s|\"\\\\]+\\|[^\\s|\"\\\\]+");

    private final YamlText yaml;

    LabelText(YamlText yaml) {
        this.yaml = yaml;
    }

    /// The labels under `labels`, by their names.
    Map<String, Label> labels(@Nullable Node node) {
        var labels = new LinkedHashMap<String, Label>();
        if (node != null) {
            yaml.mapping(node, null).forEach((name, each) -> labels.put(name, label(name, each)));
        }
        return labels;
    }

    private Label label(String name, Node node) {
        var keys = yaml.mapping(node, Set.of("coding", "codes"));
        var coding = token(yaml.demanded(keys, "coding"));
        var listed = keys.get("codes");
        var codes = listed == null ? List.<Node>of() : yaml.list(listed);
        int bar = coding.indexOf('|');
        return new Label(
                name,
                coding.substring(0, bar),
                coding.substring(bar + 1),
                codes.stream().map(this::token).toList());
    }

    private String token(Node node) {
        var text = yaml.text(node);
        if (!TOKEN.matcher(text).matches()) {
            throw yaml.refused(node, "[system]|[code], such as http://terminology.hl7.org/CodeSystem/v3-ActCode|PSY");
        }
        return text;
    }

    /// The labels that a rule opens.
    Set<String> opens(@Nullable Node node, Set<String> known) {
        var opened = new HashSet<String>();
        for (var each : node == null ? List.<Node>of() : yaml.list(node)) {
            var name = yaml.text(each);
            if (!known.contains(name)) {
                throw yaml.refused(each, "a label that stands under labels");
            }
            opened.add(name);
        }
        return opened;
    }
}
