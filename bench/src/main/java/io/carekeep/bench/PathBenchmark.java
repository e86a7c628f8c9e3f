package io.carekeep.bench;

import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.path.Amendments;
import io.carekeep.fhir.path.Context;
import io.carekeep.fhir.path.DefinedTypes;
import io.carekeep.fhir.path.Node;
import io.carekeep.fhir.path.Path;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What the invariants of one Observation cost: those of the resource, of its two references and of its quantity.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PathBenchmark {

    private static final DefinedTypes R4 = DefinedTypes.r4();
    private static final Json DOC =
            new JsonParser(R4.names(), Limits.DEFAULT).parse("""
                    {"resourceType":"Observation","id":"test-0001","status":"final",
                     "category":[{"coding":[{"system":"http://example.org/category","code":"vital-signs"}]}],
                     "code":{"coding":[{"system":"http://loinc.org","code":"29463-7","display":"Body Weight"}]},
                     "subject":{"reference":"Patient/1"},"encounter":{"reference":"Encounter/1"},
                     "effectiveDateTime":"2020-01-01T10:00:00+01:00","issued":"2020-01-01T10:00:00.123+01:00",
                     "valueQuantity":{"value":70.10,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}
                    """.getBytes(StandardCharsets.UTF_8));

    private final List<Path> resource = invariants("DomainResource", "Observation");
    private final List<Path> reference = invariants("Reference");
    private final List<Path> quantity = invariants("Quantity");
    private final Context context = Context.document();
    private final Node observation = node(0, "Observation");
    private final Node subject = node(DOC.get(0, "subject"), "Reference");
    private final Node encounter = node(DOC.get(0, "encounter"), "Reference");
    private final Node value = node(DOC.get(0, "valueQuantity"), "Quantity");

    private static List<Path> invariants(String... paths) {
        return Definitions.r4().invariants().stream()
                .filter(each -> List.of(paths).contains(each.path()))
                .map(each -> Path.compile(Amendments.amended(each.expression())))
                .toList();
    }

    private static Node node(int node, String type) {
        var known = R4.type(type);
        if (known == null) {
            throw new AssertionError("not so: " + type + " is a type");
        }
        return new Node(DOC, node, Json.NONE, known);
    }

    @Benchmark
    public boolean invariants() {
        return hold(resource, observation)
                && hold(reference, subject)
                && hold(reference, encounter)
                && hold(quantity, value);
    }

    private boolean hold(List<Path> invariants, Node node) {
        boolean hold = true;
        for (int at = 0; at < invariants.size(); at++) {
            hold &= invariants.get(at).holds(node, context);
        }
        return hold;
    }
}
