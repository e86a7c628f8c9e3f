package io.carekeep.store.oracle;

import io.carekeep.access.FixedPolicy;
import io.carekeep.access.Restriction;
import io.carekeep.store.TestStore;
import java.time.ZoneId;
import java.util.Random;
import java.util.concurrent.Callable;

/// Tries the law for histories and reads of versions with a small store of its own.
final class HistoriesTrial implements Callable<Boolean> {

    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final int SHARE = 5;
    private static final int ROUNDS = 4;
    private static final int EACH = 30;

    private final int policies;

    /// @param policies how many are tried
    HistoriesTrial(int policies) {
        this.policies = policies;
    }

    /// @return whether it held
    @Override
    public Boolean call() {
        var random = new Random(1);
        try (var store = new TestStore(ZONE)) {
            var force = new BruteForce(new OfficialParameters(), new Extraction(), ZONE, store.clock);
            var corpus = new Corpus(store, random, SHARE);
            corpus.filled();
            var world = corpus.changed(ROUNDS);
            var comparison = new PastComparison(store, corpus.past());
            for (int at = 0; at < policies; at++) {
                var policy = new Policies(force, store, world, random).exactMasks();
                var gate = store.gate(new FixedPolicy(policy.restrictions(), new Restriction.Everything()));
                var chronicle = Chronicle.of(corpus.past(), policy);
                for (int each = 0; each < EACH; each++) {
                    comparison.history(gate, policy, chronicle, random);
                    comparison.reads(gate, policy, chronicle, random);
                }
            }
            return true;
        } catch (AssertionError broken) {
            return false;
        }
    }
}
