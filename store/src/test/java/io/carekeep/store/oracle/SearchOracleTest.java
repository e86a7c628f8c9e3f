package io.carekeep.store.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Action;
import io.carekeep.access.FixedPolicy;
import io.carekeep.access.Gate;
import io.carekeep.access.Interaction;
import io.carekeep.access.Restriction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import io.carekeep.store.find.SearchPage;
import io.carekeep.store.upkeep.Pace;
import io.carekeep.store.upkeep.Reindex;
import io.carekeep.testkit.Trials;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Random queries over random records find what brute force finds: for everybody, and for callers who may see a part.
/// `-Dcorpus=…` makes the records of an earlier run again, `-Dseed=…` asks one of its questions.
final class SearchOracleTest {

    private static final int QUERIES = Integer.getInteger("queries", 4_000);
    private static final int POLICIES = 12;
    private static final int QUERIES_OF_POLICY = QUERIES / 30;
    private static final int QUERIES_WHILE_CHANGING = QUERIES / 4;
    private static final Pace PACE = new Pace(200);
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final long SEED = Long.getLong("corpus", System.nanoTime());

    private static TestStore store;
    private static World world;
    private static OfficialParameters official;
    private static BruteForce force;
    private static BruteSearch brute;

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger found = new AtomicInteger();
    private final Map<String, Integer> refused = new TreeMap<>();

    @BeforeAll
    static void fill() {
        store = new TestStore(ZONE);
        official = new OfficialParameters();
        force = new BruteForce(official, new Extraction(), ZONE, store.clock);
        brute = new BruteSearch(force, ZONE);
        world = new Corpus(store, new Random(SEED)).filled();
        System.out.printf("[oracle] %d records, -Dcorpus=%d%n", world.all().size(), SEED);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Test
    void random_queries_find_what_brute_force_finds() {
        var questions = new Questions(official, force, world);
        Trials.of(QUERIES, random -> compare(store.gate, world, questions.ask(random), "the operator"));
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
                compare(gate, visible, questions.ask(seeded), policy.toString());
            }
        });
        report("a part");
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
        Trials.of(QUERIES_WHILE_CHANGING, random -> compare(store.gate, world, questions.ask(random), "the operator"));
        ends.set(true);
        changing.join();
        assertThat(changes.get()).isPositive();
        Trials.of(QUERIES_OF_POLICY, random -> compare(store.gate, world, questions.ask(random), "the operator"));
        report("everything while keys changed " + changes.get() + " times");
    }

    private void report(String what) {
        System.out.printf(
                "[oracle] %s: %d queries, %d of them with matches, refused %s%n",
                what, asked.get(), found.get(), refused);
        if (asked.get() > QUERIES_OF_POLICY) {
            assertThat(found.get()).isGreaterThan(asked.get() / 3);
            assertThat(refused.values().stream().mapToInt(Integer::intValue).sum())
                    .isLessThan(asked.get() / 8);
        }
    }

    private void compare(Gate gate, World visible, Questions.Question question, String caller) {
        try {
            var pages = pages(gate, question);
            if (pages.size() > 1) {
                // What is asked again may be found another way.
                assertThat(all(pages(gate, question))).as(question.url()).isEqualTo(all(pages));
            }
            asked.incrementAndGet();
            var expected = brute.matches(visible, question.type(), question.parameters());
            found.addAndGet(expected.isEmpty() ? 0 : 1);
            compare(visible, question, pages, expected, question.url() + " as " + caller);
        } catch (Refused refusal) {
            var place = refusal.problem().issues().getFirst().place();
            boolean undefined = question.parameters().stream()
                    .anyMatch(each -> BruteForce.isUndefined(visible, each.name(), each.value()));
            if (!undefined && !(refusal.problem() instanceof Problem.Unsupported && place.endsWith(":contains"))) {
                throw new AssertionError(question.url() + " as " + caller + " " + refusal.problem(), refusal);
            }
            refused.merge(place.replaceAll(".*:", ":"), 1, Integer::sum);
        } catch (RuntimeException failure) {
            throw new AssertionError(question.url() + " as " + caller, failure);
        }
    }

    private static void compare(
            World visible, Questions.Question question, List<SearchPage> pages, List<Known> expected, String asked) {
        var first = pages.getFirst();
        boolean counted = question.parameters().contains(new Parameter("_summary", "count"));
        if (counted || first.next() == null || question.parameters().contains(new Parameter("_total", "accurate"))) {
            assertThat(first.total().orElseThrow()).as("total of " + asked).isEqualTo(expected.size());
        }
        if (counted) {
            assertThat(first.matches()).as(asked).isEmpty();
            return;
        }
        assertThat(all(pages))
                .as(asked)
                .isEqualTo(expected.stream().map(Known::address).toList());
        int from = 0;
        for (var page : pages) {
            var matches = expected.subList(from, from + page.matches().size());
            from += matches.size();
            var beside = brute.beside(visible, matches, question.parameters());
            assertThat(new TreeSet<>(addresses(page.included())))
                    .as("beside " + asked)
                    .isEqualTo(beside);
            assertThat(page.included()).as("beside " + asked).hasSameSizeAs(beside);
        }
    }

    private static List<String> all(List<SearchPage> pages) {
        return pages.stream()
                .flatMap(page -> addresses(page.matches()).stream())
                .toList();
    }

    private static List<String> addresses(List<Version> versions) {
        return versions.stream()
                .map(each -> each.type().name() + "/" + each.id())
                .toList();
    }

    private static List<SearchPage> pages(Gate gate, Questions.Question question) {
        var type = ResourceType.of(question.type()).orElseThrow();
        var query = store.searches.parse(type, question.parameters(), SearchParser.Handling.STRICT);
        var pages = new ArrayList<SearchPage>();
        @Nullable String next = null;
        do {
            var at = next;
            var page = gate.pass(
                    store.operator,
                    Action.search(type),
                    permit -> store.finding.search().search(permit, query, at));
            pages.add(page);
            next = page.next();
        } while (next != null);
        return pages;
    }
}
