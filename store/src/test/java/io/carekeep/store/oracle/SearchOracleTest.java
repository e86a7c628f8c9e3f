package io.carekeep.store.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Action;
import io.carekeep.access.FixedPolicy;
import io.carekeep.access.Interaction;
import io.carekeep.access.Restriction;
import io.carekeep.store.TestStore;
import io.carekeep.store.upkeep.Pace;
import io.carekeep.store.upkeep.Reindex;
import io.carekeep.testkit.Safeguard;
import io.carekeep.testkit.Trials;
import java.time.ZoneId;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Random queries over random records find what brute force finds: for everybody, and for callers who may see a part.
/// `-Dcorpus=…` makes the records of an earlier run again, `-Dseed=…` asks one of its questions.
@Safeguard({"164.312(a)(1)", "164.502(b)"})
final class SearchOracleTest {

    private static final int QUERIES = Integer.getInteger("queries", 4_000);
    private static final int POLICIES = 12;
    private static final int MASKED_POLICIES = 20;
    private static final int RULES = 3;
    private static final int QUERIES_OF_POLICY = QUERIES / 30;
    private static final int QUERIES_WHILE_CHANGING = QUERIES / 4;
    private static final Pace PACE = new Pace(200);
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final long SEED = Long.getLong("corpus", System.nanoTime());

    private static TestStore store;
    private static World world;
    private static OfficialParameters official;
    private static BruteForce force;

    @BeforeAll
    static void fill() {
        store = new TestStore(ZONE);
        official = new OfficialParameters();
        force = new BruteForce(official, new Extraction(), ZONE, store.clock);
        world = new Corpus(store, new Random(SEED)).filled();
        System.out.printf("[oracle] %d records, -Dcorpus=%d%n", world.all().size(), SEED);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private Comparison comparison;

    @BeforeEach
    void begin() {
        comparison = new Comparison(store, new BruteSearch(force, ZONE));
    }

    @Test
    void random_queries_find_what_brute_force_finds() {
        var questions = new Questions(official, force, world);
        Trials.of(QUERIES, random -> comparison.of(store.gate, world, questions.ask(random), "the operator"));
        report("everything");
    }

    @Test
    void a_restricted_caller_finds_what_a_store_of_only_the_permitted_records_finds() {
        var questions = new Questions(official, force, world);
        Trials.of(POLICIES, seeded -> {
            var policies = new Policies(force, store, world, seeded);
            var policy = seeded.nextBoolean() ? policies.patients() : policies.criteria();
            var visible = world.only(policy::opens);
            var gate = store.gate(new FixedPolicy(policy.restrictions(), new Restriction.Everything()));
            for (int each = 0; each < QUERIES_OF_POLICY; each++) {
                comparison.of(gate, visible, questions.ask(seeded), policy.toString());
            }
        });
        report("a part");
    }

    /// The law: an answer under a policy is that of a store that holds only what the policy shows.
    @Test
    void a_caller_from_whom_elements_are_hidden_finds_what_a_store_without_them_finds() {
        var questions = new Questions(official, force, world);
        Trials.of(MASKED_POLICIES, seeded -> {
            var policy = new Policies(force, store, world, seeded).masks();
            var visible = policy.seen();
            var gate = store.gate(new FixedPolicy(policy.restrictions(), new Restriction.Everything()));
            for (int each = 0; each < QUERIES_OF_POLICY; each++) {
                comparison.of(gate, visible, questions.ask(seeded), policy.toString());
            }
        });
        report("a part of each");
    }

    @Test
    void under_rules_labels_invariants_and_consents_a_caller_finds_what_a_store_of_the_rest_finds() {
        var questions = new Questions(official, force, world);
        Trials.of(RULES, seeded -> {
            var ruled = new Ruled(store, force, world, questions, seeded);
            var visible = ruled.policy.seen();
            comparison.as(ruled.caller);
            for (int each = 0; each < QUERIES_OF_POLICY; each++) {
                comparison.of(ruled.gate, visible, questions.ask(seeded), ruled.toString());
            }
        });
        report("what rules, invariants and consents leave");
    }

    @Test
    void while_token_keys_change_and_after_it_queries_find_what_brute_force_finds() throws InterruptedException {
        var questions = new Questions(official, force, world);
        var reindex = new Reindex(store.store, store.database.database(), store.parser, store.gate, PACE);
        var ends = new AtomicBoolean();
        var changes = new AtomicInteger();
        var changing = Thread.ofPlatform().start(() -> {
            while (!ends.get()) {
                store.gate.pass(store.administrator, Action.of(Interaction.MANAGE_KEYS), permit -> {
                    reindex.rotateTokens(permit);
                    return true;
                });
                reindex.run();
                changes.incrementAndGet();
            }
        });
        Trials.of(
                QUERIES_WHILE_CHANGING,
                random -> comparison.of(store.gate, world, questions.ask(random), "the operator"));
        ends.set(true);
        changing.join();
        assertThat(changes.get()).isPositive();
        Trials.of(QUERIES_OF_POLICY, random -> comparison.of(store.gate, world, questions.ask(random), "the operator"));
        report("everything while keys changed " + changes.get() + " times");
    }

    private void report(String what) {
        System.out.printf(
                "[oracle] %s: %d queries, %d of them with matches, refused %s%n",
                what, comparison.asked(), comparison.found(), comparison.refused());
        if (comparison.asked() > QUERIES_OF_POLICY) {
            assertThat(comparison.found()).isGreaterThan(comparison.asked() / 3);
            assertThat(comparison.refused().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isLessThan(comparison.asked() / 8);
        }
    }
}
