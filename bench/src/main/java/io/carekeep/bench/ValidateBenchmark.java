package io.carekeep.bench;

import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.validation.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What the validation of one resource costs, over a fixed random choice of 2,000 resources of Synthea's bundles in
/// the folder `-Dbundles=DIR` (with `java -jar`: `-jvmArgsAppend -Dbundles=DIR`).
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ValidateBenchmark {

    private static final int CHOSEN = 2_000;
    private static final long SEED = 20_261_125;
    private static final int BUNDLES = 8;

    /// All types, or one.
    @Param({"all", "Observation", "Encounter", "Claim", "ExplanationOfBenefit", "DiagnosticReport"})
    String type = "all";

    private final Validator validator = new Validator(Definitions.r4());
    private final List<Json> resources = new ArrayList<>();

    @Setup
    public void read() throws IOException {
        var parser = new JsonParser(Definitions.r4().names(), Limits.DEFAULT);
        var all = new ArrayList<byte[]>();
        try (var files = Files.walk(Path.of(System.getProperty("bundles", ".")))) {
            for (var file : files.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .limit(BUNDLES)
                    .toList()) {
                add(parser.parse(Files.readAllBytes(file)), all);
            }
        }
        var random = new Random(SEED);
        long bytes = 0;
        for (int chosen = 0; chosen < CHOSEN; chosen++) {
            var resource = all.get(random.nextInt(all.size()));
            bytes += resource.length;
            resources.add(parser.parse(resource));
        }
        System.out.println(type + ": " + all.size() + " resources, chosen ones have " + bytes / CHOSEN + " bytes");
    }

    private void add(Json bundle, List<byte[]> all) {
        int entries = bundle.get(0, "entry");
        for (int entry = bundle.first(entries); entry != Json.NONE; entry = bundle.next(entry, entries)) {
            int resource = bundle.get(entry, "resource");
            if (type.equals("all") || type.equals(bundle.text(resource, "resourceType"))) {
                all.add(bundle.raw(resource));
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(CHOSEN)
    public int validate() {
        int faults = 0;
        for (var resource : resources) {
            faults += validator.validate(resource, 0).size();
        }
        return faults;
    }
}
