package io.carekeep.bench;

import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.Edits;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What reading a bundle and writing its resources compactly costs: `-p bundle=FILE`, by default one Observation.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class JsonBenchmark {

    private static final String OBSERVATION = """
            {
              "resourceType": "Observation",
              "id": "test-0001",
              "status": "final",
              "category": [ { "coding": [ {
                "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                "code": "vital-signs",
                "display": "Vital signs"
              } ] } ],
              "code": {
                "coding": [ { "system": "http://loinc.org", "code": "29463-7", "display": "Body Weight" } ],
                "text": "Body Weight"
              },
              "subject": { "reference": "urn:uuid:00000000-0000-4000-8000-000000000001" },
              "encounter": { "reference": "urn:uuid:00000000-0000-4000-8000-000000000002" },
              "effectiveDateTime": "2020-01-01T10:00:00+01:00",
              "issued": "2020-01-01T10:00:00.123+01:00",
              "valueQuantity": {
                "value": 70.10,
                "unit": "kg",
                "system": "http://unitsofmeasure.org",
                "code": "kg"
              }
            }
            """;
    private static final byte[] ID = "\"0123456789abcdef0123456789abcdef\"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] META =
            "{\"versionId\":\"1\",\"lastUpdated\":\"2026-01-01T00:00:00.000Z\"}".getBytes(StandardCharsets.UTF_8);

    /// A file with one resource or bundle; empty for the built-in Observation.
    @Param("")
    public String bundle = "";

    private final JsonParser parser = new JsonParser(Definitions.r4().names(), Limits.DEFAULT);
    private byte[] bytes = {};
    private Json doc = parser.parse("{}".getBytes(StandardCharsets.UTF_8));

    @Setup
    public void read() throws IOException {
        bytes = bundle.isEmpty() ? OBSERVATION.getBytes(StandardCharsets.UTF_8) : Files.readAllBytes(Path.of(bundle));
        doc = parser.parse(bytes);
    }

    /// The whole input.
    @Benchmark
    public Json parse() {
        return parser.parse(bytes);
    }

    /// Every resource of the input on its own, with the id and meta that the store gives it.
    @Benchmark
    public long compact() {
        int entries = doc.get(0, "entry");
        if (entries == Json.NONE) {
            return compacted(0);
        }
        long written = 0;
        for (int entry = doc.first(entries); entry != Json.NONE; entry = doc.next(entry, entries)) {
            written += compacted(doc.get(entry, "resource"));
        }
        return written;
    }

    private long compacted(int resource) {
        var edits = new Edits(doc, resource);
        int id = doc.get(resource, "id");
        if (id == Json.NONE) {
            edits.insertFirst(resource, "id", ID);
        } else {
            edits.replace(id, ID);
        }
        int meta = doc.get(resource, "meta");
        if (meta == Json.NONE) {
            edits.insertFirst(resource, "meta", META);
        } else {
            edits.replace(meta, META);
        }
        return edits.compact().length;
    }
}
