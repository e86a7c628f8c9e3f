package io.carekeep.fhir.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Likeness;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.json.Names;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class JsonPatchTest {

    private static Json parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Json parse(byte[] bytes) {
        return new JsonParser(Names.NONE, Limits.DEFAULT).parse(bytes);
    }

    private static String apply(String document, String patch) {
        return new String(JsonPatch.apply(parse(document), parse(patch)), StandardCharsets.UTF_8);
    }

    private static Problem refusal(String document, String patch) {
        try {
            apply(document, patch);
        } catch (Refused refused) {
            return refused.problem();
        }
        throw new AssertionError("not refused");
    }

    @Test
    void the_official_cases_pass() throws IOException {
        byte[] bytes;
        try (var file = Objects.requireNonNull(
                getClass().getResourceAsStream("/org/hl7/fhir/testcases/r4/patch/json-patch-tests.json"))) {
            bytes = file.readAllBytes();
        }
        var cases = parse(bytes);
        int passed = 0;
        for (int one = cases.first(0); one != Json.NONE; one = cases.next(one, 0)) {
            var doc = parse(cases.raw(cases.get(one, "doc")));
            var patch = parse(cases.raw(cases.get(one, "patch")));
            int expected = cases.get(one, "expected");
            if (expected == Json.NONE) {
                assertThatThrownBy(() -> JsonPatch.apply(doc, patch)).isInstanceOf(Refused.class);
            } else {
                var result = parse(JsonPatch.apply(doc, patch));
                assertThat(Likeness.same(result, 0, cases, expected))
                        .as(cases.text(one, "comment"))
                        .isTrue();
            }
            passed++;
        }
        System.out.println("[reach] JSON Patch: " + passed + " official cases pass");
        assertThat(passed).isGreaterThanOrEqualTo(15);
    }

    @Test
    void untouched_parts_keep_their_bytes() {
        assertThat(apply(
                        "{ \"a\": 1.00, \"b\": [ 1.0 , \"\\u0041\" ], \"c\": {} }",
                        "[{\"op\":\"remove\",\"path\":\"/c\"}]"))
                .isEqualTo("{\"a\":1.00,\"b\":[ 1.0 , \"\\u0041\" ]}");
        assertThat(apply("{ \"a\": 1.00 }", "[]")).isEqualTo("{ \"a\": 1.00 }");
    }

    @Test
    void a_copy_is_independent_of_its_source() {
        assertThat(apply(
                        "{\"a\":{\"x\":[1]}}",
                        "[{\"op\":\"add\",\"path\":\"/a/x/-\",\"value\":2},{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/b\"},"
                                + "{\"op\":\"add\",\"path\":\"/a/x/-\",\"value\":3}]"))
                .isEqualTo("{\"a\":{\"x\":[1,2,3]},\"b\":{\"x\":[1,2]}}");
    }

    @Test
    void moving_replaces_what_stood_there() {
        assertThat(apply("{\"a\":1,\"b\":2}", "[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/b\"}]"))
                .isEqualTo("{\"b\":1}");
        assertThat(refusal("{\"a\":{}}", "[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/a/b\"}]"))
                .isInstanceOf(Problem.Unprocessable.class);
    }

    @Test
    void a_failed_test_stops_everything_and_names_its_operation() {
        var problem = refusal(
                "{\"a\":1}", "[{\"op\":\"remove\",\"path\":\"/a\"},{\"op\":\"test\",\"path\":\"/a\",\"value\":1}]");
        assertThat(problem)
                .isInstanceOfSatisfying(
                        Problem.Unprocessable.class,
                        refused ->
                                assertThat(refused.issues().getFirst().place()).isEqualTo("patch[1].path"));
        assertThat(apply("{\"a\":1.0}", "[{\"op\":\"test\",\"path\":\"/a\",\"value\":1.00}]"))
                .isEqualTo("{\"a\":1.0}");
    }

    @Test
    void what_is_no_patch_is_invalid() {
        assertThat(refusal("{}", "{}")).isInstanceOf(Problem.Invalid.class);
        assertThat(refusal("{}", "[1]")).isInstanceOf(Problem.Invalid.class);
        assertThat(refusal("{}", "[{\"op\":\"grow\",\"path\":\"\"}]"))
                .isEqualTo(new Problem.Invalid("patch[0].op", "Expected add, remove, replace, move, copy or test."));
        assertThat(refusal("{}", "[{\"op\":\"add\",\"path\":\"a\",\"value\":1}]"))
                .isInstanceOf(Problem.Invalid.class);
        assertThat(refusal("{}", "[{\"op\":\"add\",\"path\":\"/a~2\",\"value\":1}]"))
                .isInstanceOf(Problem.Invalid.class);
        assertThat(refusal("{}", "[{\"op\":\"add\",\"path\":\"/a\"}]")).isInstanceOf(Problem.Invalid.class);
    }

    @Test
    void places_outside_an_array_are_refused() {
        for (var place : new String[] {"3", "01", "-1", "x", "99999999999", ""}) {
            assertThat(refusal("[1,2]", "[{\"op\":\"add\",\"path\":\"/" + place + "\",\"value\":1}]"))
                    .isInstanceOf(Problem.Unprocessable.class);
        }
    }

    @Test
    void doubling_copies_and_endless_depth_are_refused() {
        var copies = "{\"op\":\"copy\",\"from\":\"\",\"path\":\"/a\"},".repeat(120);
        assertThat(refusal("{\"x\":1,\"y\":{\"z\":1}}", "[" + copies.substring(0, copies.length() - 1) + "]"))
                .isInstanceOfAny(Problem.TooCostly.class, Problem.TooLarge.class);
        var spread = new StringBuilder("[");
        for (int at = 0; at < 40; at++) {
            spread.append(at == 0 ? "" : ",")
                    .append("{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/a/")
                    .append(at)
                    .append("\"}");
        }
        assertThat(refusal("{\"a\":{}}", spread.append("]").toString()))
                .isInstanceOfAny(Problem.TooCostly.class, Problem.TooLarge.class);
        var many = "{\"op\":\"test\",\"path\":\"\",\"value\":{}},".repeat(JsonPatch.OPERATIONS_MAX + 1);
        assertThat(refusal("{}", "[" + many.substring(0, many.length() - 1) + "]"))
                .isEqualTo(new Problem.TooCostly("patch-operations", JsonPatch.OPERATIONS_MAX));
    }
}
