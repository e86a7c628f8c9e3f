package io.carekeep.fhir.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each file of `cases/validation` holds a resource and the faults that are found in it.
final class CasesTest {

    private static final JsonParser PARSER = new JsonParser(Definitions.r4().names(), Limits.DEFAULT);
    private static final Validator VALIDATOR = new Validator(Definitions.r4());

    static List<Path> files() throws IOException {
        try (var files = Files.list(Path.of("src/test/resources/cases/validation"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void faults_are_named_with_their_place(Path file) throws IOException {
        var doc = PARSER.parse(Files.readAllBytes(file));
        int resource = doc.get(0, "resource");
        var found = VALIDATOR.validate(doc, resource);
        assertThat(found.stream()
                        .map(issue -> issue.place() + " " + issue.code())
                        .toList())
                .as(doc.text(0, "about"))
                .isEqualTo(expected(doc));
        assertThat(VALIDATOR.validate(doc.subtree(resource), 0))
                .as("the same as a document of its own")
                .isEqualTo(found);
    }

    private static List<String> expected(Json doc) {
        var expected = new ArrayList<String>();
        int issues = doc.get(0, "issues");
        for (int issue = doc.first(issues); issue != Json.NONE; issue = doc.next(issue, issues)) {
            expected.add(doc.text(issue, "place") + " " + doc.text(issue, "code"));
        }
        return expected;
    }
}
