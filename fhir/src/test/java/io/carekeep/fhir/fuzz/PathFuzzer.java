package io.carekeep.fhir.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.carekeep.base.Refused;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.path.Path;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever comes as a FHIRPath, it gives items or is refused.
final class PathFuzzer {

    private static final Json PATIENT =
            new JsonParser(Definitions.r4().names(), Limits.DEFAULT).parse("""
                    {"resourceType":"Patient","name":[{"given":["A","B"],"_given":[null,{"id":"z"}]},{}],
                     "birthDate":"1980","_birthDate":{"extension":[{"url":"u","valueDecimal":1e3}]},
                     "contained":[{"resourceType":"Observation","valueQuantity":{"value":1.0,"code":"mg"}},{"x":1},7]}
                    """.getBytes(StandardCharsets.UTF_8));

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "Patient.name.where(given.exists() and use != 'old').given.first()",
                        "iif(name.count() > 1, 4 days + 3 'mg', @2020-01-01T00:00:00Z - 1 year)",
                        "descendants().ofType(Quantity).value.select($this * 1.50 / 0 div 2 mod 3)",
                        "birthDate.extension('u').value.toString().matches('(a*)*b') implies false",
                        "contained[0].value as Quantity ~ 1 'g' | {} | %resource.repeat(children())",
                        "name.given.aggregate($total & $this, '') in 'x'.toChars()",
                        "(".repeat(70) + "1" + ")".repeat(70),
                        "@T10:00.lowBoundary() <= @2020-02-30.highBoundary(9)")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        ".where(",
        ".select(",
        ".repeat(",
        ".aggregate(",
        "$this",
        "$total",
        "%resource",
        "descendants()",
        ".matches('",
        ".replaceMatches(",
        ".power(",
        ".round(",
        " implies ",
        " contains ",
        "@2020-01-01T00:00:00.000Z",
        " 'mg'",
        "`"
    })
    @FuzzTest
    void expressions_are_evaluated_or_refused(byte[] bytes) {
        try {
            Path.compile(new String(bytes, StandardCharsets.UTF_8))
                    .evaluate(PATIENT)
                    .list();
        } catch (Refused _) {
            // as it should be
        }
    }
}
