package io.carekeep.fhir.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.json.Names;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The invariants of R4's base definitions compile, run over every one of HL7's examples, and hold there but for the
/// examples that are wrong.
final class InvariantsTest {

    // Groups of a questionnaire without items (que-1), the same linkId twice (que-2), definitions that neither are
    // abstract nor have a base (sdf-4), narratives without text (txt-1, txt-2).
    private static final Map<String, Integer> BROKEN =
            Map.of("que-1", 86, "que-2", 118, "sdf-4", 4, "txt-1", 4, "txt-2", 4);

    private record Invariant(String key, Path expression) {}

    private final Map<String, List<Invariant>> invariants = new HashMap<>();
    private final Map<String, Integer> broken = new TreeMap<>();
    private final Set<String> amendments = new HashSet<>();
    private long checks;

    @Test
    void every_invariant_of_the_base_definitions_runs_over_the_examples() throws IOException {
        for (var file : files(DefinedTypes.jar(DefinedTypes.PATIENT), "hl7/fhir/core/package", parser(Names.NONE))) {
            if (file.name().matches("StructureDefinition-[A-Za-z0-9]+.json")) {
                collect(file.doc());
            }
        }
        var keys = new HashSet<String>();
        invariants
                .values()
                .forEach(list -> list.forEach(
                        one -> keys.add(one.key() + one.expression().text())));
        int examples = 0;
        for (var file : files(
                DefinedTypes.jar("/json/spec/patient-example.json"), "json/spec", parser(DefinedTypes.R4.names()))) {
            var doc = file.doc();
            var type = Children.resourceType(doc, 0, DefinedTypes.R4);
            if (type != null) {
                examples++;
                resource(new Node(doc, 0, Json.NONE, type), 0);
            }
        }
        System.out.printf("[reach] %d invariants, %d checks over %d examples%n", keys.size(), checks, examples);
        assertThat(keys.size()).isGreaterThanOrEqualTo(205);
        assertThat(amendments).as("amended").hasSize(Amendments.count());
        assertThat(broken).isEqualTo(BROKEN);
    }

    private static JsonParser parser(Names names) {
        return new JsonParser(names, Limits.DEFAULT);
    }

    private record Named(String name, Json doc) {}

    private static List<Named> files(URI jar, String folder, JsonParser parser) throws IOException {
        var found = new ArrayList<Named>();
        try (var files = FileSystems.newFileSystem(jar, Map.of());
                var list = Files.list(files.getPath(folder))) {
            for (var file : list.sorted().toList()) {
                if (file.toString().endsWith(".json") && Files.size(file) < 2_000_000) {
                    found.add(new Named(file.getFileName().toString(), parser.parse(Files.readAllBytes(file))));
                }
            }
        }
        return found;
    }

    private void collect(Json doc) {
        if ("constraint".equals(doc.text(0, "derivation")) || !"4.0.1".equals(doc.text(0, "version"))) {
            return;
        }
        int elements = doc.get(doc.get(0, "snapshot"), "element");
        for (int element = doc.first(elements); element != Json.NONE; element = doc.next(element, elements)) {
            int list = doc.get(element, "constraint");
            for (int one = list == Json.NONE ? list : doc.first(list); one != Json.NONE; one = doc.next(one, list)) {
                if ("error".equals(doc.text(one, "severity"))) {
                    var expression = Path.compile(amended(text(doc, one, "expression")), DefinedTypes.R4);
                    invariants
                            .computeIfAbsent(text(doc, element, "path"), path -> new ArrayList<>())
                            .add(new Invariant(text(doc, one, "key"), expression));
                }
            }
        }
    }

    private String amended(String published) {
        var amended = Amendments.amended(published);
        if (!amended.equals(published)) {
            amendments.add(published);
        }
        return amended;
    }

    private static String text(Json doc, int node, String name) {
        return Objects.requireNonNull(doc.text(node, name));
    }

    private void resource(Node resource, int root) {
        element(resource, "", Context.of(resource.node(), root));
    }

    private void element(Node element, String place, Context context) {
        String path = DefinedTypes.path(element.type());
        check(element, invariants.getOrDefault(path, List.of()), context);
        if (!place.equals(path)) {
            check(element, invariants.getOrDefault(place, List.of()), context);
        }
        var children = new Gather();
        Children.addAll(element, DefinedTypes.R4, children);
        children.items().each(item -> {
            if (item instanceof Node child) {
                if (child.type().isA("Resource")) {
                    boolean contained = path.indexOf('.') < 0 && !path.equals("Bundle") && !path.equals("Parameters");
                    resource(child, contained ? context.root() : child.node());
                } else {
                    element(child, path + "." + name(element, child), context);
                }
            }
        });
    }

    private static String name(Node parent, Node child) {
        var doc = parent.doc();
        int node = child.node() == Json.NONE ? child.sibling() : child.node();
        int holder = parent.holder();
        for (int property = doc.first(holder); property != Json.NONE; property = doc.next(property, holder)) {
            if (property <= node && node < doc.after(property)) {
                var known = parent.type().property(doc.name(property));
                boolean choice = known != null
                        && parent.type().properties(known.element()).size() > 1;
                return known == null ? "" : known.element() + (choice ? "[x]" : "");
            }
        }
        return "";
    }

    private void check(Node element, List<Invariant> all, Context context) {
        for (var invariant : all) {
            checks++;
            if (!invariant.expression().holds(element, context)) {
                broken.merge(invariant.key(), 1, Integer::sum);
            }
        }
    }
}
