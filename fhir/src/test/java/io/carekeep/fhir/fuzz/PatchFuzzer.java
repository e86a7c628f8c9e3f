package io.carekeep.fhir.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.carekeep.base.Refused;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.patch.FhirPathPatch;
import io.carekeep.fhir.patch.JsonPatch;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever comes as a patch, it is refused or gives a document.
final class PatchFuzzer {

    private static final JsonParser PARSER = new JsonParser(Definitions.r4().names(), Limits.DEFAULT);
    private static final Json PATIENT = PARSER.parse("""
            {"resourceType":"Patient","name":[{"given":["A","B"],"_given":[null,{"id":"z"}]},{"family":"x"}],
             "birthDate":"1980","_birthDate":{"id":"b"},"deceasedBoolean":true,
             "contained":[{"resourceType":"Observation","valueQuantity":{"value":1.0}}]}
            """.getBytes(StandardCharsets.UTF_8));

    static Stream<byte[]> seeds() {
        return Stream.of("""
                        [{"op":"add","path":"/name/-","value":{"family":"y"}},{"op":"test","path":"/birthDate","value":"1980"},
                         {"op":"move","from":"/name/0","path":"/name/1"},{"op":"copy","from":"","path":"/a~1b~0"},
                         {"op":"replace","path":"/name/0/given/01","value":1.00},{"op":"remove","path":""}]""", """
                        {"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"insert"},
                         {"name":"path","valueString":"Patient.name[0].given"},{"name":"index","valueInteger":1},
                         {"name":"value","valueString":"C"}]}]}""", """
                        {"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"add"},
                         {"name":"path","valueString":"Patient"},{"name":"name","valueString":"contact"},
                         {"name":"value","part":[{"name":"name","valueHumanName":{"family":"z"}}]}]}]}""", """
                        {"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"move"},
                         {"name":"path","valueString":"Patient.name"},{"name":"source","valueInteger":0},
                         {"name":"destination","valueInteger":1}]},{"name":"operation","part":[{"name":"type","valueCode":"delete"},
                         {"name":"path","valueString":"Patient.birthDate"}]}]}""").map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "\"op\":\"add\"", "\"op\":\"copy\"", "\"path\":\"/", "\"from\":\"/", "\"valueInteger\":-1",
                "\"valueString\":\"",
        "\"name\":\"value\"", "~0", "~1", "/-", "descendants()", "Patient.contained"
    })
    @FuzzTest
    void patches_are_applied_or_refused(byte[] bytes) {
        byte[] patched;
        try {
            var patch = PARSER.parse(bytes);
            patched = patch.kind(0) == Json.Kind.ARRAY
                    ? JsonPatch.apply(PATIENT, patch)
                    : FhirPathPatch.apply(PATIENT, patch);
        } catch (Refused _) {
            return;
        }
        PARSER.parse(patched);
    }
}
