package io.carekeep.store.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.FixedPolicy;
import io.carekeep.access.Restriction;
import io.carekeep.store.TestStore;
import io.carekeep.testkit.Safeguard;
import io.carekeep.testkit.Trials;
import java.time.ZoneId;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The law for what was: random histories and reads of versions answer under a policy as if only what it opens had ever
/// been there. `-Dcorpus=…` makes the records of an earlier run again.
@Safeguard({"164.312(a)(1)", "164.502(b)"})
final class HistoryOracleTest {

    private static final int POLICIES = Integer.getInteger("queries", 4_000) / 500;
    private static final int HISTORIES = 40;
    private static final int READS = 80;
    private static final int ROUNDS = 3;
    private static final int SHARE = 2;
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final long SEED = Long.getLong("corpus", System.nanoTime());

    private static TestStore store;
    private static World world;
    private static BruteForce force;
    private static Corpus corpus;
    private static PastComparison comparison;

    @BeforeAll
    static void fill() {
        store = new TestStore(ZONE);
        force = new BruteForce(new OfficialParameters(), new Extraction(), ZONE, store.clock);
        corpus = new Corpus(store, new Random(SEED), SHARE);
        corpus.filled();
        world = corpus.changed(ROUNDS);
        comparison = new PastComparison(store, corpus.past());
        System.out.printf(
                "[history] %d versions of %d records, -Dcorpus=%d%n",
                corpus.past().size(), world.all().size(), SEED);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Test
    void a_caller_finds_no_more_of_what_was_than_if_only_what_is_open_had_been_there() {
        Trials.of(POLICIES, random -> {
            var policies = new Policies(force, store, world, random);
            var policy = switch (random.nextInt(8)) {
                case 0 -> policies.patients();
                case 1 -> policies.masks();
                default -> policies.exactMasks();
            };
            holds(policy, random);
        });
        System.out.printf(
                "[history] %d policies: %d histories, %d of them with entries, %d refused; %d reads%n",
                POLICIES,
                comparison.histories.get(),
                comparison.found.get(),
                comparison.refused.get(),
                comparison.reads.get());
        if (POLICIES > 5) {
            assertThat(comparison.found.get()).isGreaterThan(comparison.histories.get() / 3);
            assertThat(comparison.refused.get()).isLessThan(comparison.histories.get());
        }
    }

    @Test
    void who_sees_all_finds_all() {
        var random = new Random(SEED);
        holds(new Policies.Policy(force, world, Map.of(), Map.of(), Map.of()), random);
    }

    private static void holds(Policies.Policy policy, Random random) {
        var gate = store.gate(new FixedPolicy(policy.restrictions(), new Restriction.Everything()));
        var chronicle = Chronicle.of(corpus.past(), policy);
        for (int each = 0; each < HISTORIES; each++) {
            comparison.history(gate, policy, chronicle, random);
        }
        for (int each = 0; each < READS; each++) {
            comparison.reads(gate, policy, chronicle, random);
        }
    }
}
