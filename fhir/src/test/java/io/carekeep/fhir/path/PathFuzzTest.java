package io.carekeep.fhir.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.base.Refused;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random expressions either give items or are refused; nothing else comes out.
final class PathFuzzTest {

    private static final int TRIALS = Boolean.getBoolean("long") ? 2_000_000 : 60_000;
    private static final long SEED = Long.getLong("seed", 20_261_123L);
    private static final List<String> TERMS = List.of(
            "name",
            "given",
            "Patient",
            "birthDate",
            "'a'",
            "'1'",
            "1",
            "2.50",
            "0",
            "-1",
            "@2020",
            "@2020-02-30",
            "@T10:00",
            "@2020-01-01T00:00:00Z",
            "4 days",
            "3 'mg'",
            "{}",
            "true",
            "false",
            "$this",
            "$index",
            "$total",
            "%resource",
            "%ucum",
            "%nothing",
            "`given`",
            "descendants()",
            "children()",
            "deceased",
            "value",
            "*",
            "(",
            ")",
            "[",
            "]",
            "'(a*)*b'",
            "1 'year'",
            "9999999999",
            "'\\u00e9'",
            "extension",
            "contained",
            "//",
            "/*");
    private static final List<String> OPERATORS = List.of(
            " and ",
            " or ",
            " xor ",
            " implies ",
            " = ",
            " != ",
            " ~ ",
            " !~ ",
            " < ",
            " > ",
            " <= ",
            " >= ",
            " + ",
            " - ",
            " * ",
            " / ",
            " div ",
            " mod ",
            " & ",
            " | ",
            " in ",
            " contains ",
            " is ",
            " as ",
            ".",
            ",",
            "");
    private static final Json PATIENT =
            new JsonParser(DefinedTypes.r4().names(), Limits.DEFAULT).parse("""
                    {"resourceType":"Patient","id":"t","name":[{"given":["A","B"],"_given":[null,{"id":"z"}]},{}],
                     "birthDate":"1980","_birthDate":{"extension":[{"url":"u","valueDecimal":1e3}]},"deceasedBoolean":true,
                     "contained":[{"resourceType":"Observation","valueQuantity":{"value":1.0,"code":"mg"}},{"x":1},7],
                     "managingOrganization":{"reference":"#t"},"telecom":[[1],null,"x"],"gender":{"a":1}}
                    """.getBytes(StandardCharsets.UTF_8));

    @Test
    void random_expressions_are_evaluated_or_refused() {
        var functions = new ArrayList<>(Functions.ALL.keySet());
        functions.addAll(List.of("is", "as", "ofType", "sort", "none"));
        int compiled = 0;
        int evaluated = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            var text = expression(new Random(SEED + trial), functions, 4);
            int stage = stage(text, SEED + trial);
            compiled += stage > 0 ? 1 : 0;
            evaluated += stage > 1 ? 1 : 0;
        }
        System.out.printf(
                "[reach] %d random expressions: %d compiled, %d evaluated, the others refused%n",
                TRIALS, compiled, evaluated);
        assertThat(evaluated).isGreaterThan(TRIALS / 100);
    }

    @Test
    void mangled_invariants_are_evaluated_or_refused() {
        var invariants = Definitions.r4().invariants();
        for (int trial = 0; trial < TRIALS; trial++) {
            var random = new Random(SEED - trial);
            var text = new StringBuilder(
                    invariants.get(random.nextInt(invariants.size())).expression());
            for (int change = random.nextInt(4); change >= 0 && !text.isEmpty(); change--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.setCharAt(at, (char) (32 + random.nextInt(96)));
                    default -> text.insert(at, TERMS.get(random.nextInt(TERMS.size())));
                }
            }
            stage(text.toString(), SEED - trial);
        }
    }

    @Test
    void long_chains_are_evaluated_or_refused() {
        for (int length : List.of(50, 100, 700, 1_400, 20_000)) {
            stage("-".repeat(length) + "1", length);
            stage("1" + "+1".repeat(length), length);
            stage("1" + " implies 1".repeat(length), length);
            stage("name" + ".name".repeat(length), length);
            stage("(".repeat(length) + "1" + ")".repeat(length), length);
            stage("iif(true,".repeat(length) + "1" + ")".repeat(length), length);
            stage("name[" + "name[".repeat(length) + "0" + "]".repeat(length + 1), length);
        }
        assertThat(stage("1" + "+1".repeat(700), 0)).isEqualTo(2);
    }

    /// 0 when it isn't compiled, 1 when it isn't evaluated, 2 when it is.
    private static int stage(String text, long seed) {
        int stage = 0;
        try {
            var path = Path.compile(text);
            stage = 1;
            path.evaluate(PATIENT).list();
            return 2;
        } catch (Refused _) {
            return stage;
        } catch (RuntimeException | Error failure) {
            throw new AssertionError("seed " + seed + ": " + text, failure);
        }
    }

    private static String expression(Random random, List<String> functions, int depth) {
        var text = new StringBuilder();
        int parts = 1 + random.nextInt(3);
        for (int part = 0; part < parts; part++) {
            if (part > 0) {
                text.append(OPERATORS.get(random.nextInt(OPERATORS.size())));
            }
            text.append(TERMS.get(random.nextInt(30)));
            for (int call = random.nextInt(3); depth > 0 && call > 0; call--) {
                text.append('.')
                        .append(functions.get(random.nextInt(functions.size())))
                        .append('(');
                int arguments = random.nextInt(3);
                for (int at = 0; at < arguments; at++) {
                    text.append(at == 0 ? "" : ", ").append(expression(random, functions, depth - 1));
                }
                text.append(')');
            }
        }
        return random.nextInt(20) == 0 ? text + TERMS.get(random.nextInt(TERMS.size())) : text.toString();
    }
}
