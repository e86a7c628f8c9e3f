package io.carekeep.fhir.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.base.Problem;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.definitions.TypeDef;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.path.Amendments;
import io.carekeep.fhir.path.Context;
import io.carekeep.fhir.path.Node;
import io.carekeep.fhir.path.Path;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What is decided without evaluating an invariant is what its evaluation gives.
final class ShortcutsTest {

    private static final int TRIALS = Boolean.getBoolean("long") ? 400_000 : 15_000;
    private static final long SEED = Long.getLong("seed", 20_261_125L);

    private final Definitions definitions = Definitions.r4();
    private final Shapes shapes = new Shapes(definitions);
    private final Validator validator = new Validator(definitions);
    private final JsonParser parser = new JsonParser(definitions.names(), Limits.DEFAULT);
    private final TreeMap<String, Integer> decided = new TreeMap<>();
    private int undecided;

    @Test
    void presence_and_glances_agree_with_the_evaluated_invariant() {
        for (int trial = 0; trial < TRIALS; trial++) {
            var random = new Random(SEED + trial);
            var type = ResourceType.at(1 + random.nextInt(ResourceType.all().size()));
            var doc = parsed(new RandomTrees(random).resource(type.name()));
            element(doc, 0, shape(doc, 0), Context.document(), SEED + trial);
        }
        System.out.printf(
                "[reach] %d invariants decided without evaluation %d times, left to evaluation %d times%n",
                decided.size(),
                decided.values().stream().mapToInt(Integer::intValue).sum(),
                undecided);
        assertThat(decided.size()).isGreaterThan(120);
    }

    @Test
    void the_walk_finds_what_ele_1_and_ref_1_forbid() {
        var empty = Path.compile(expression("Element", "ele-1"));
        var local = Path.compile(expression("Reference", "ref-1"));
        var all = Path.compile("descendants()");
        int broken = 0;
        int followed = 0;
        for (int trial = 0; trial < TRIALS / 3; trial++) {
            var doc = parsed(new RandomTrees(new Random(SEED + trial)).resource("Observation"));
            int hollow = 0;
            int lost = 0;
            for (var item : all.evaluate(doc).list()) {
                if (item instanceof Node node && !node.type().isA("Resource")) {
                    hollow += empty.holds(node, Context.document()) ? 0 : 1;
                    lost += node.type().isA("Reference") && !local.holds(node, context(doc, node)) ? 1 : 0;
                }
            }
            var issues = validator.validate(doc, 0);
            long expected = count(issues, "ele-1") + count(issues, "empty object") + count(issues, "ref-1");
            if (expected < issues.size()) {
                continue; // what is below another fault isn't looked at
            }
            var seed = "-Dseed=" + (SEED + trial);
            assertThat(count(issues, "ele-1") + count(issues, "empty object"))
                    .as(seed)
                    .isEqualTo(hollow);
            // Only references without other faults are followed.
            assertThat(count(issues, "ref-1")).as(seed).isLessThanOrEqualTo(lost);
            if (count(issues, "ref-1") == issues.size()) {
                assertThat(issues).as(seed).hasSize(lost);
                followed += lost;
            }
            broken += hollow;
        }
        assertThat(broken).isGreaterThan(TRIALS / 300);
        assertThat(followed).isPositive();
    }

    private static long count(List<Problem.Issue> issues, String words) {
        return issues.stream().filter(issue -> issue.text().contains(words)).count();
    }

    private String expression(String path, String key) {
        return definitions.invariants().stream()
                .filter(each -> each.path().equals(path) && each.key().equals(key))
                .map(each -> Amendments.amended(each.expression()))
                .findFirst()
                .orElseThrow();
    }

    private static Context context(Json doc, Node node) {
        int at = node.node();
        int contained = doc.get(0, "contained");
        if (contained != Json.NONE && at > contained && at < doc.after(contained)) {
            for (int each = doc.first(contained); each != Json.NONE; each = doc.next(each, contained)) {
                if (at > each && at < doc.after(each)) {
                    return Context.of(each, 0);
                }
            }
        }
        return Context.document();
    }

    private Json parsed(String text) {
        return parser.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private Shape shape(Json doc, int resource) {
        var shape = shapes.resource(doc, resource);
        if (shape == null) {
            throw new AssertionError("not so: a random resource has a type");
        }
        return shape;
    }

    private void element(Json doc, int node, Shape shape, Context context, long seed) {
        long present = 0;
        for (int child = doc.first(node); child != Json.NONE; child = doc.next(child, node)) {
            var slot = shape.slot(doc.name(child));
            slot = slot == null ? shape.shadow(doc.name(child)) : slot;
            present |= slot == null ? 0 : slot.bit();
            var below = slot == null ? null : slot.shape();
            if (below != null && doc.kind(child) == Json.Kind.OBJECT) {
                element(doc, child, below, context, seed);
            } else if (below != null && doc.kind(child) == Json.Kind.ARRAY) {
                element(doc, doc.first(child), below, context, seed);
            }
        }
        for (var rule : shape.rules()) {
            compare(rule, new Node(doc, node, Json.NONE, shape.type()), present, context, seed, shape.definition());
        }
    }

    private void compare(Rule rule, Node element, long present, Context context, long seed, TypeDef type) {
        var verdict = rule.presence().of(present);
        boolean glanced = verdict == Presence.Verdict.UNDECIDED && rule.glance().shows(element.doc(), element.node());
        if (verdict == Presence.Verdict.UNDECIDED && !glanced) {
            undecided++;
            return;
        }
        decided.merge(type.name() + " " + rule.key(), 1, Integer::sum);
        assertThat(glanced || verdict == Presence.Verdict.HOLDS)
                .as(rule.key() + " of " + type + ", -Dseed=" + seed)
                .isEqualTo(rule.path().holds(element, context));
    }
}
