package io.carekeep.bench;

import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.validation.Validator;
import java.io.IOException;
import java.util.List;
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

/// What the validation of one resource of the [Sample] costs.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ValidateBenchmark {

    /// All types, or one.
    @Param({"all", "Observation", "Encounter", "Claim", "ExplanationOfBenefit", "DiagnosticReport"})
    String type = "all";

    private final Validator validator = new Validator(Definitions.r4());
    private List<Json> resources = List.of();

    @Setup
    public void read() throws IOException {
        resources = Sample.of(type);
    }

    @Benchmark
    @OperationsPerInvocation(Sample.SIZE)
    public int validate() {
        int faults = 0;
        for (var resource : resources) {
            faults += validator.validate(resource, 0).size();
        }
        return faults;
    }
}
