package io.carekeep.bench;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.search.Extractor;
import io.carekeep.fhir.search.IndexSink;
import io.carekeep.fhir.search.SearchParameters;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to find what one resource of the [Sample] is searched by.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ExtractBenchmark {

    private final Extractor extractor = new Extractor(SearchParameters.r4(), ZoneOffset.UTC);
    private final Sum sum = new Sum();
    private List<Json> resources = List.of();
    private List<ResourceType> types = List.of();

    @Setup
    public void read() throws IOException {
        resources = Sample.of("all");
        types = resources.stream()
                .map(resource -> Objects.requireNonNull(resource.text(0, "resourceType")))
                .map(name -> ResourceType.of(name).orElseThrow())
                .toList();
    }

    @Benchmark
    @OperationsPerInvocation(Sample.SIZE)
    public long extract() {
        for (int at = 0; at < Sample.SIZE; at++) {
            extractor.extract(resources.get(at), 0, types.get(at), sum);
        }
        return sum.value;
    }

    /// Uses everything, so that nothing is left out.
    private static final class Sum implements IndexSink {

        private long value;

        @Override
        public void value(int expression, String normalised) {
            value += expression + normalised.length();
        }

        @Override
        public void coding(int expression, String system, String code, @Nullable String display) {
            value += expression + code.length();
        }

        @Override
        public void reference(int expression, Json doc, int node, String reference) {
            value += expression + reference.length();
        }

        @Override
        public void range(int expression, long low, long high) {
            value += expression + high - low;
        }

        @Override
        public void present(int bit) {
            value += bit;
        }
    }
}
