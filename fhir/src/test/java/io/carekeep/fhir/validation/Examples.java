package io.carekeep.fhir.validation;

import io.carekeep.base.Refused;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// Resources of HL7's jars of examples.
final class Examples {

    /// A file of a jar that holds a resource.
    record Example(String name, Json doc) {}

    private static final JsonParser PARSER = new JsonParser(Definitions.r4().names(), Limits.DEFAULT);

    private Examples() {}

    /// The resources of FHIR's specification.
    static void specification(Consumer<Example> action) throws IOException {
        each("/json/spec/patient-example.json", "json/spec", action);
    }

    /// What HL7's own tests for R4 use.
    static void testCases(Consumer<Example> action) throws IOException {
        each("/org/hl7/fhir/testcases/r4/patient-container-example.json", "org/hl7/fhir/testcases/r4", action);
    }

    private static void each(String known, String folder, Consumer<Example> action) throws IOException {
        var url = Objects.requireNonNull(Examples.class.getResource(known)).toString();
        var jar = URI.create(url.substring(0, url.indexOf('!')));
        try (var files = FileSystems.newFileSystem(jar, Map.of());
                var all = Files.walk(files.getPath(folder))) {
            for (var file : all.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                resource(Files.readAllBytes(file))
                        .ifPresent(doc -> action.accept(new Example(String.valueOf(file.getFileName()), doc)));
            }
        }
    }

    private static Optional<Json> resource(byte[] bytes) {
        try {
            var doc = PARSER.parse(bytes);
            boolean resource = doc.kind(0) == Json.Kind.OBJECT && doc.get(0, "resourceType") != Json.NONE;
            return resource ? Optional.of(doc) : Optional.empty();
        } catch (Refused _) {
            // a case about JSON itself
            return Optional.empty();
        }
    }
}
