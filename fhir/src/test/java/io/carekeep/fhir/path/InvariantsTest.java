package io.carekeep.fhir.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.definitions.Property;
import io.carekeep.fhir.definitions.TypeDef;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
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
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The invariants of R4's base definitions compile, run over every one of HL7's examples, and hold there but for the
/// examples that are wrong.
final class InvariantsTest {

    private static final DefinedTypes R4 = DefinedTypes.r4();
    private static final int BYTES_MAX = 2_000_000;
    // Groups of a questionnaire without items (que-1), the same linkId twice (que-2), definitions that neither are
    // abstract nor have a base (sdf-4), narratives without text (txt-1, txt-2).
    private static final Map<String, Integer> BROKEN =
            Map.of("que-1", 86, "que-2", 118, "sdf-4", 4, "txt-1", 4, "txt-2", 4);

    private record Invariant(String key, Path expression) {}

    private final Map<String, List<Invariant>> invariants = new HashMap<>();
    private final Map<String, Integer> broken = new TreeMap<>();
    private long checks;

    @Test
    void every_invariant_of_the_base_definitions_runs_over_the_examples() throws IOException {
        var amended = new HashSet<String>();
        for (var invariant : Definitions.r4().invariants()) {
            var expression = Amendments.amended(invariant.expression());
            if (!expression.equals(invariant.expression())) {
                amended.add(expression);
            }
            invariants
                    .computeIfAbsent(invariant.path(), path -> new ArrayList<>())
                    .add(new Invariant(invariant.key(), Path.compile(expression, R4)));
        }
        int examples = 0;
        for (var doc : examples()) {
            var resource = Node.resource(doc, 0, R4);
            if (resource != null) {
                examples++;
                element(resource, resource.type().name(), "", Context.document());
            }
        }
        System.out.printf(
                "[reach] %d invariants, %d amended, %d checks over %d examples%n",
                Definitions.r4().invariants().size(), amended.size(), checks, examples);
        assertThat(amended).hasSize(Amendments.count());
        assertThat(broken).isEqualTo(BROKEN);
    }

    private static List<Json> examples() throws IOException {
        var url = Objects.requireNonNull(InvariantsTest.class.getResource("/json/spec/patient-example.json"))
                .toString();
        var jar = URI.create(url.substring(0, url.indexOf('!')));
        var parser = new JsonParser(R4.names(), Limits.DEFAULT);
        var examples = new ArrayList<Json>();
        try (var files = FileSystems.newFileSystem(jar, Map.of());
                var list = Files.list(files.getPath("json/spec"))) {
            for (var file : list.sorted().toList()) {
                if (file.toString().endsWith(".json") && Files.size(file) < BYTES_MAX) {
                    examples.add(parser.parse(Files.readAllBytes(file)));
                }
            }
        }
        return examples;
    }

    /// @param shape where the definitions define the element's content: `Patient`, `Patient.contact`, `Period`
    /// @param place where they define the element itself: `Patient.contact.period`
    private void element(Node element, String shape, String place, Context context) {
        check(element, invariants.getOrDefault(shape, List.of()), context);
        // Every element keeps ele-1; what it asks is a matter of structure.
        if (!shape.equals("Element") && !element.type().isA("Resource")) {
            check(element, invariants.getOrDefault("Element", List.of()), context);
        }
        if (element.type().isA("DomainResource")) {
            check(element, invariants.getOrDefault("DomainResource", List.of()), context);
        }
        if (!place.equals(shape)) {
            check(element, invariants.getOrDefault(place, List.of()), context);
        }
        var definition = Definitions.r4().type(shape);
        var children = new Gather();
        Children.addAll(element, R4, children);
        children.items().each(item -> {
            if (item instanceof Node child && definition != null) {
                var property = property(definition, element, child);
                if (child.type().isA("Resource")) {
                    boolean contained = property.name().equals("contained");
                    int root = contained ? context.root() : child.node();
                    element(child, child.type().name(), "", Context.of(child.node(), root));
                } else {
                    var type = Objects.requireNonNull(property.type());
                    element(child, type.name(), property.element().path(), context);
                }
            }
        });
    }

    private static Property property(TypeDef definition, Node parent, Node child) {
        var doc = parent.doc();
        int node = child.node() == Json.NONE ? child.sibling() : child.node();
        for (int at = doc.first(parent.holder()); at != Json.NONE; at = doc.next(at, parent.holder())) {
            if (at <= node && node < doc.after(at)) {
                var property = definition.property(doc.name(at));
                return Objects.requireNonNull(property == null ? definition.shadow(doc.name(at)) : property);
            }
        }
        throw new AssertionError("not so: a child is inside its parent");
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
