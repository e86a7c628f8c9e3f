package io.carekeep.store.oracle;

import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.validation.Validator;
import io.carekeep.store.TestStore;
import io.carekeep.store.write.ReferenceRule;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Tries the law for writes with one policy: in a store full of records, and in its twin.
final class WritesTrial {

    private final TestStore store;
    private final World world;
    private final Policies.Policy policy;
    private final Questions questions;
    private final Random random;
    private Map<String, Integer> outcomes = Map.of();

    private WritesTrial(TestStore store, World world, Policies.Policy policy, Questions questions, Random random) {
        this.store = store;
        this.world = world;
        this.policy = policy;
        this.questions = questions;
        this.random = random;
    }

    /// @param store an empty one
    /// @param share one in how many records of a whole corpus
    static WritesTrial of(TestStore store, Random random, int share) {
        var official = new OfficialParameters();
        var force = new BruteForce(official, new Extraction(), store.store.zone(), store.clock);
        var world = new Corpus(store, random, share).made();
        var policies = new Policies(force, store, world, random);
        var validator = new Validator(Definitions.r4());
        var policy = switch (random.nextInt(3)) {
            case 0 -> policies.patients();
            case 1 -> policies.criteria();
            default ->
                policies.masksOf(known -> validator
                        .validate(store.parse(Projection.tree(known).toString()), 0)
                        .isEmpty());
        };
        return new WritesTrial(store, world, policy, new Questions(official, force, world), random);
    }

    /// Asks for some writes, and compares what is left.
    /// @throws AssertionError when something differs
    void hold(int writes) {
        var rule = random.nextBoolean() ? ReferenceRule.ANY : ReferenceRule.MUST_EXIST;
        // A record of which a part is hidden is not written over: in its twin it is whole.
        List<String> types = world.all().stream()
                .map(Known::type)
                .distinct()
                .filter(type -> !policy.isMasked(type))
                .toList();
        try (var twins = new Twins(store, policy, rule)) {
            twins.compare();
            var wishes = new Wishes(world, questions, types, random);
            for (int each = 0; each < writes; each++) {
                twins.ask(wishes.any());
            }
            twins.compare();
            outcomes = twins.outcomes;
        }
    }

    Map<String, Integer> outcomes() {
        return outcomes;
    }
}
