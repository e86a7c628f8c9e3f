package io.carekeep.store.oracle;

import io.carekeep.store.TestStore;
import java.time.ZoneId;
import java.util.Random;
import java.util.concurrent.Callable;

/// Tries the law under rules and consents with a small store of its own.
final class ConsentsTrial implements Callable<Boolean> {

    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final int SHARE = 4;
    private static final int QUERIES = 40;

    private final int policies;

    /// @param policies how many are tried
    ConsentsTrial(int policies) {
        this.policies = policies;
    }

    /// @return whether it held
    @Override
    public Boolean call() {
        var random = new Random(1);
        try (var store = new TestStore(ZONE)) {
            var official = new OfficialParameters();
            var force = new BruteForce(official, new Extraction(), ZONE, store.clock);
            var world = new Corpus(store, random, SHARE).filled();
            var questions = new Questions(official, force, world);
            var comparison = new Comparison(store, new BruteSearch(force, ZONE));
            for (int at = 0; at < policies; at++) {
                var ruled = new Ruled(store, force, world, questions, random);
                var visible = ruled.policy.seen();
                comparison.as(ruled.caller);
                for (int each = 0; each < QUERIES; each++) {
                    comparison.of(ruled.gate, visible, questions.ask(random), ruled.toString());
                }
            }
            return true;
        } catch (AssertionError broken) {
            return false;
        }
    }
}
