package io.carekeep.fhir.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.base.Refused;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever JSON comes, the validator answers with faults that have a place, or with none.
final class ValidatorFuzzTest {

    private static final int TRIALS = Boolean.getBoolean("long") ? 1_000_000 : 20_000;
    private static final int BYTES_MAX = 12_000;
    private static final long SEED = Long.getLong("seed", 20_261_125L);
    private static final List<String> PIECES = List.of(
            "null",
            "true",
            "1",
            "-1e9",
            "\"\"",
            "\"x\"",
            "\"#\"",
            "\"\\u0000\"",
            "{}",
            "[]",
            "[null]",
            "[[{}]]",
            "{\"id\":\"x\"}",
            "{\"reference\":\"#x\"}",
            "{\"resourceType\":\"Patient\"}",
            "\"2020-99-99\"");

    private final Validator validator = new Validator(Definitions.r4());
    private final JsonParser parser = new JsonParser(Definitions.r4().names(), Limits.DEFAULT);

    @Test
    void changed_examples_are_judged_and_nothing_is_thrown() throws IOException {
        var examples = new ArrayList<byte[]>();
        Examples.specification(example -> {
            if (example.doc().bytes().length < BYTES_MAX) {
                examples.add(example.doc().bytes());
            }
        });
        int judged = 0;
        int faulty = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            var random = new Random(SEED + trial);
            var changed = changed(examples.get(random.nextInt(examples.size())), random);
            int faults = faults(changed, SEED + trial);
            judged += faults >= 0 ? 1 : 0;
            faulty += faults > 0 ? 1 : 0;
        }
        System.out.printf("[reach] %d changed examples: %d are JSON, %d of these refused%n", TRIALS, judged, faulty);
        assertThat(faulty).isGreaterThan(TRIALS / 10);
    }

    @Test
    void random_resources_are_judged_and_nothing_is_thrown() {
        var types = io.carekeep.fhir.ResourceType.all();
        for (int trial = 0; trial < TRIALS / 4; trial++) {
            var random = new Random(SEED + trial);
            var type = types.get(random.nextInt(types.size())).name();
            faults(new RandomTrees(random).resource(type).getBytes(StandardCharsets.UTF_8), SEED + trial);
        }
    }

    /// The number of faults, or -1 when it isn't JSON any more.
    private int faults(byte[] bytes, long seed) {
        try {
            var doc = parser.parse(bytes);
            var issues = validator.validate(doc, 0);
            assertThat(issues).as("-Dseed=" + seed).hasSizeLessThanOrEqualTo(Validator.ISSUES_MAX);
            for (var issue : issues) {
                assertThat(issue.place()).as("-Dseed=" + seed).matches("[A-Z][A-Za-z]*([.\\[][A-Za-z_0-9\\]]+)*");
            }
            return issues.size();
        } catch (Refused _) {
            return -1;
        } catch (RuntimeException | StackOverflowError failure) {
            throw new AssertionError("run again with -Dseed=" + seed, failure);
        }
    }

    private static byte[] changed(byte[] example, Random random) {
        var text = new StringBuilder(new String(example, StandardCharsets.UTF_8));
        for (int change = random.nextInt(3); change >= 0; change--) {
            int colon = text.indexOf("\":", random.nextInt(text.length()));
            if (colon < 0) {
                continue;
            }
            int end = valueEnd(text, colon + 2);
            switch (random.nextInt(4)) {
                case 0 -> text.replace(colon + 2, end, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> text.replace(colon + 2, end, "[" + text.substring(colon + 2, end) + "]");
                case 2 -> text.insert(text.lastIndexOf("\"", Math.max(0, colon - 1)) + 1, "_");
                default -> text.setCharAt(random.nextInt(text.length()), (char) (32 + random.nextInt(95)));
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    // Of a simple value; a nested one is cut somewhere.
    private static int valueEnd(StringBuilder text, int from) {
        int end = from;
        while (end < text.length() && ",}\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
