package io.carekeep.fhir.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.carekeep.base.Check;
import io.carekeep.base.Refused;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.Edits;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Likeness;
import io.carekeep.fhir.json.Limits;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever bytes come as a body, they are refused or are a document that means the same when written again.
final class JsonFuzzer {

    private static final JsonParser PARSER = new JsonParser(Definitions.r4().names(), Limits.DEFAULT);

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "",
                        "{\"resourceType\":\"Patient\",\"id\":\"a\",\"active\":true,\"name\":[{\"given\":[\"A\",null]}]}",
                        "[0,-0,1.00,-1e+9,1E-2,123456789012345678901234567890]",
                        "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\",\"é\",\"😀\"]",
                        "\ufeff{}",
                        "[".repeat(101) + "]".repeat(101),
                        "{\"a\":{\"a\":[[],{}]},\"a\":1}",
                        "[\"\\ud800\"]",
                        "tru")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @DictionaryEntries({"null", "true", "false", "\\u", "\\ud800", "\\udc00", "e+", "\"resourceType\":", "[[", "{\"a\":"
    })
    @FuzzTest
    void bytes_are_a_document_or_refused(byte[] bytes) {
        Json doc;
        try {
            doc = PARSER.parse(bytes);
        } catch (Refused _) {
            return;
        }
        var again = PARSER.parse(new Edits(doc, 0).compact());
        Check.that(Likeness.same(doc, 0, again, 0), "a document means the same when it is written again");
    }
}
