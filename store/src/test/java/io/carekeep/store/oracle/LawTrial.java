package io.carekeep.store.oracle;

import io.carekeep.access.FixedPolicy;
import io.carekeep.access.Restriction;
import io.carekeep.store.TestStore;
import java.time.ZoneId;
import java.util.Random;
import java.util.concurrent.Callable;

/// Tries the law with a store of its own: whether answers under random policies are those of a store that holds only
/// what the policies show.
final class LawTrial implements Callable<Boolean> {

    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final int QUERIES = 60;

    private final int policies;

    /// @param policies how many are tried
    LawTrial(int policies) {
        this.policies = policies;
    }

    /// @return whether it held
    @Override
    public Boolean call() {
        var random = new Random(1);
        try (var store = new TestStore(ZONE)) {
            var official = new OfficialParameters();
            var force = new BruteForce(official, new Extraction(), ZONE, store.clock);
            var world = new Corpus(store, random).filled();
            var questions = new Questions(official, force, world);
            var comparison = new Comparison(store, new BruteSearch(force, ZONE));
            for (int at = 0; at < policies; at++) {
                var policy = new Policies(force, store, world, random).masks();
                var visible = policy.seen();
                var gate = store.gate(new FixedPolicy(policy.restrictions(), new Restriction.Everything()));
                for (int each = 0; each < QUERIES; each++) {
                    comparison.of(gate, visible, questions.ask(random), policy.toString());
                }
            }
            return true;
        } catch (AssertionError broken) {
            return false;
        }
    }
}
