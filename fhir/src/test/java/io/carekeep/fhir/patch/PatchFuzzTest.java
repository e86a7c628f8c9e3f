package io.carekeep.fhir.patch;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Edits;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Likeness;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.path.DefinedTypes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random patches either give a document or are refused; nothing else comes out.
final class PatchFuzzTest {

    private static final int TRIALS = Boolean.getBoolean("long") ? 1_000_000 : 30_000;
    private static final long SEED = Long.getLong("seed", 20_261_123L);
    private static final List<String> OPERATIONS = List.of("add", "remove", "replace", "move", "copy", "test", "none");
    private static final List<String> WORDS = List.of("a", "b", "0", "1", "-", "name", "~0", "~2", "01", "", "given");
    private static final List<String> VALUES =
            List.of("1", "1.00", "null", "\"x\"", "{}", "[]", "{\"a\":[1,{\"b\":2}]}", "[[],{}]");
    private static final List<String> PATHS = List.of(
            "Patient",
            "Patient.name",
            "Patient.name[0]",
            "Patient.name.given",
            "Patient.name.given[1]",
            "Patient.birthDate",
            "Patient.deceased",
            "Patient.contained[0]",
            "Patient.contained",
            "name.first(",
            "1",
            "Patient.contained.value",
            "descendants()",
            "Patient.name.given.first()",
            "Patient.link",
            "'a'");
    private static final String PATIENT = """
            {"resourceType":"Patient","name":[{"given":["A","B"],"_given":[null,{"id":"z"}]},{"family":"x"}],
             "birthDate":"1980","_birthDate":{"id":"b"},"deceasedBoolean":true,
             "contained":[{"resourceType":"Observation","valueQuantity":{"value":1.0}}]}""";

    private static Json parse(String text) {
        return new JsonParser(DefinedTypes.r4().names(), Limits.DEFAULT).parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void random_json_patches_are_applied_or_refused() {
        int applied = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            var random = new Random(SEED + trial);
            var patch = new StringBuilder("[");
            int size = 1 + random.nextInt(4);
            for (int at = 0; at < size; at++) {
                patch.append(at == 0 ? "" : ",")
                        .append("{\"op\":\"" + one(OPERATIONS, random) + "\",\"path\":\"" + pointer(random) + "\"")
                        .append(random.nextInt(9) == 0 ? "" : ",\"value\":" + one(VALUES, random))
                        .append(random.nextInt(9) == 0 ? "" : ",\"from\":\"" + pointer(random) + "\"")
                        .append("}");
            }
            var doc = parse("{\"a\":{\"b\":[0,{\"a\":1.00}]},\"name\":[[],{\"given\":\"\"}],\"0\":[1]}");
            try {
                parse(new String(JsonPatch.apply(doc, parse(patch + "]")), StandardCharsets.UTF_8));
                applied++;
            } catch (Refused _) {
                // as it should be
            } catch (RuntimeException | Error failure) {
                throw new AssertionError("seed " + (SEED + trial) + ": " + patch, failure);
            }
        }
        System.out.printf("[reach] %d random JSON patches: %d applied, the others refused%n", TRIALS, applied);
        assertThat(applied).isGreaterThan(TRIALS / 100);
    }

    private static String pointer(Random random) {
        var pointer = new StringBuilder();
        for (int at = random.nextInt(4); at > 0; at--) {
            pointer.append('/').append(one(WORDS, random));
        }
        return pointer.toString();
    }

    private static String one(List<String> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    @Test
    void random_fhirpath_patches_are_applied_or_refused() {
        int applied = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            var random = new Random(SEED + trial);
            var patch = new StringBuilder("{\"resourceType\":\"Parameters\",\"parameter\":[");
            int size = 1 + random.nextInt(3);
            for (int at = 0; at < size; at++) {
                patch.append(at == 0 ? "" : ",").append(operation(random));
            }
            try {
                var bytes = FhirPathPatch.apply(parse(PATIENT), parse(patch + "]}"));
                parse(new String(bytes, StandardCharsets.UTF_8));
                applied++;
            } catch (Refused _) {
                // as it should be
            } catch (RuntimeException | Error failure) {
                throw new AssertionError("seed " + (SEED + trial) + ": " + patch, failure);
            }
        }
        System.out.printf("[reach] %d random FHIRPath patches: %d applied, the others refused%n", TRIALS, applied);
        assertThat(applied).isGreaterThan(TRIALS / 100);
    }

    private static String operation(Random random) {
        var parts = new StringBuilder();
        part(
                parts,
                random,
                "type",
                "\"valueCode\":\"" + one(List.of("add", "insert", "delete", "replace", "move"), random) + "\"");
        part(parts, random, "path", "\"valueString\":\"" + one(PATHS, random) + "\"");
        part(
                parts,
                random,
                "name",
                "\"valueString\":\""
                        + one(
                                List.of(
                                        "given",
                                        "name",
                                        "birthDate",
                                        "extension",
                                        "deceased",
                                        "multipleBirthInteger",
                                        "x"),
                                random)
                        + "\"");
        part(parts, random, "index", "\"valueInteger\":" + (random.nextInt(4) - 1));
        part(parts, random, "source", "\"valueInteger\":" + random.nextInt(4));
        part(parts, random, "destination", "\"valueInteger\":" + random.nextInt(4));
        part(
                parts,
                random,
                "value",
                one(
                        List.of(
                                "\"valueString\":\"x\"",
                                "\"valueHumanName\":{\"family\":\"y\"}",
                                "\"_valueString\":{\"id\":\"i\"}",
                                "\"valueDateTime\":\"2020\",\"_valueDateTime\":{\"id\":\"i\"}",
                                "\"part\":[{\"name\":\"given\",\"valueString\":\"p\"},{\"name\":\"given\",\"valueString\":\"q\"}]",
                                "\"part\":[]"),
                        random));
        return "{\"name\":\"operation\",\"part\":[" + parts.substring(parts.isEmpty() ? 0 : 1) + "]}";
    }

    private static void part(StringBuilder parts, Random random, String name, String value) {
        if (random.nextInt(30) > 0) {
            parts.append(",{\"name\":\"")
                    .append(name)
                    .append("\",")
                    .append(value)
                    .append("}");
        }
    }

    @Test
    void random_edits_give_what_the_same_changes_of_a_tree_give() {
        for (int trial = 0; trial < TRIALS / 3; trial++) {
            var random = new Random(SEED + trial);
            var doc = parse("{\"a\" : [ 1, {\"b\":2 , \"c\": [] } ], \"name\": { \"given\": [\"x\"] }, \"id\":\"y\" }");
            var tree = Tree.of(doc, 0);
            var edits = new Edits(doc, 0);
            for (var name : List.of("a", "name", "id")) {
                int node = doc.get(0, name);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        edits.remove(node);
                        tree.remove(name);
                    }
                    case 1 -> {
                        edits.replace(node, "[null]".getBytes(StandardCharsets.UTF_8));
                        tree.put(name, Tree.of(parse("[null]"), 0));
                    }
                    case 2 -> {
                        edits.insertLast(0, "z" + name, "5".getBytes(StandardCharsets.UTF_8));
                        tree.put("z" + name, Tree.of(parse("5"), 0));
                    }
                    default -> {
                        edits.insertAfter(node, "w" + name, "6".getBytes(StandardCharsets.UTF_8));
                        tree.put("w" + name, Tree.of(parse("6"), 0));
                    }
                }
            }
            var expected = parse(new String(tree.bytes(), StandardCharsets.UTF_8));
            for (var bytes : List.of(edits.bytes(), edits.compact())) {
                var actual = parse(new String(bytes, StandardCharsets.UTF_8));
                assertThat(Likeness.same(actual, 0, expected, 0))
                        .as("seed " + (SEED + trial))
                        .isTrue();
            }
        }
    }
}
