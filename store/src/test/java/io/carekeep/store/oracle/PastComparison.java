package io.carekeep.store.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Action;
import io.carekeep.access.Gate;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.store.Change;
import io.carekeep.store.ReadResult;
import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import io.carekeep.store.find.HistoryPage;
import io.carekeep.store.find.HistoryQuery;
import io.carekeep.store.oracle.Chronicle.Asked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Compares histories and reads with what a chronicle says: entries, their order and content, totals, pages, and what a
/// read answers of ids and versions that are there, were there and never were.
final class PastComparison {

    private static final int VERSION_MAX = 5;
    private static final int SHOWN_MAX = 3;

    final AtomicInteger histories = new AtomicInteger();
    final AtomicInteger found = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger reads = new AtomicInteger();

    private final TestStore store;
    private final List<Past> all;

    /// @param all every version that there is
    PastComparison(TestStore store, List<Past> all) {
        this.store = store;
        this.all = all;
    }

    /// A random history.
    void history(Gate gate, Policies.Policy policy, Chronicle chronicle, Random random) {
        var like = Questions.one(random, all);
        var type = random.nextInt(4) == 0 ? null : like.type();
        var id = type == null || random.nextBoolean() ? null : like.id();
        var since = random.nextInt(3) == 0 ? Questions.one(random, all).at() : null;
        var from = random.nextInt(3) == 0 ? Questions.one(random, all).at() - random.nextInt(2) : null;
        var to = from == null ? null : (Long) (from + (random.nextBoolean() ? 0 : random.nextInt(40_000)));
        var asked = new Asked(type, id, since, from, to);
        int count = random.nextBoolean() ? 50 : 1 + random.nextInt(12);
        try {
            compare(pages(gate, asked, count), chronicle, asked, count, asked + " as " + policy);
            histories.incrementAndGet();
        } catch (Refused refusal) {
            boolean exact =
                    type == null ? all.stream().allMatch(each -> policy.isExact(each.type())) : policy.isExact(type);
            if (exact || !(refusal.problem() instanceof Problem.Unsupported)) {
                throw new AssertionError(asked + " as " + policy + " " + refusal.problem(), refusal);
            }
            refused.incrementAndGet();
        }
    }

    private List<HistoryPage> pages(Gate gate, Asked asked, int count) {
        var type = asked.type() == null ? null : ResourceType.of(asked.type()).orElseThrow();
        var key = asked.id() == null ? null : TestStore.key(asked.type() + "/" + asked.id());
        var from = asked.from();
        var to = asked.to();
        var span = from == null || to == null ? null : new HistoryQuery.Span(instant(from), instant(to));
        var since = asked.since() == null ? null : instant(asked.since());
        var pages = new ArrayList<HistoryPage>();
        @Nullable String next = null;
        do {
            var query = new HistoryQuery(type, key, since, span, count, next);
            var page = gate.pass(
                    store.operator,
                    Action.history(type),
                    permit -> store.finding.store().history(permit, query));
            pages.add(page);
            next = page.next();
        } while (next != null);
        return pages;
    }

    private static Instant instant(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private void compare(List<HistoryPage> pages, Chronicle chronicle, Asked query, int count, String asked) {
        var expected = chronicle.history(query);
        var versions = pages.stream().flatMap(page -> page.versions().stream()).toList();
        var names = versions.stream().map(PastComparison::named).toList();
        var expectedNames = expected.stream().map(PastComparison::named).toList();
        // What is too many or missing is told first: the lists are long.
        assertThat(without(names, expectedNames)).as("too many of " + asked).isEmpty();
        assertThat(without(expectedNames, names)).as("missing of " + asked).isEmpty();
        assertThat(names).as(asked).isEqualTo(expectedNames);
        int step = Math.max(1, versions.size() / SHOWN_MAX);
        for (int at = 0; at < versions.size(); at += step) {
            same(versions.get(at), expected.get(at), chronicle, asked);
        }
        assertThat(pages).as(asked).hasSize(Math.max(1, (expected.size() + count - 1) / count));
        assertThat(pages.getFirst().total())
                .as("total of " + asked)
                .isEqualTo(expected.size() <= count ? OptionalLong.of(expected.size()) : OptionalLong.empty());
        found.addAndGet(expected.isEmpty() ? 0 : 1);
    }

    private static List<String> without(List<String> some, List<String> others) {
        var known = Set.copyOf(others);
        return some.stream().filter(each -> !known.contains(each)).toList();
    }

    private static String named(Version version) {
        return version.type() + "/" + version.id() + "/_history/" + version.version();
    }

    private static String named(Past version) {
        return version.address() + "/_history/" + version.version();
    }

    private static void same(Version shown, Past expected, Chronicle chronicle, String asked) {
        var known = chronicle.shown(expected);
        assertThat(shown.change() == Change.DELETED).as(asked).isEqualTo(known == null);
        assertThat(shown.at().toEpochMilli()).as(asked).isEqualTo(expected.at());
        if (known != null) {
            assertThat(Comparison.shown(shown)).as(asked).isEqualTo(Comparison.shown(known));
        }
    }

    /// A read of an id, and one of a version.
    void reads(Gate gate, Policies.Policy policy, Chronicle chronicle, Random random) {
        var like = Questions.one(random, all);
        var address = random.nextInt(20) == 0 ? like.type() + "/never-" + random.nextInt(9) : like.address();
        var key = TestStore.key(address);
        int version = 1 + random.nextInt(VERSION_MAX);
        var what = address + " version " + version + " as " + policy;
        same(read(gate, key), chronicle.read(address), chronicle, what);
        same(vread(gate, key, version), chronicle.read(address, version), chronicle, what);
        reads.addAndGet(2);
    }

    private ReadResult read(Gate gate, ResourceKey key) {
        return gate.pass(
                store.operator,
                Action.read(key.type()),
                permit -> store.finding.store().read(permit, key));
    }

    private ReadResult vread(Gate gate, ResourceKey key, int version) {
        return gate.pass(
                store.operator,
                Action.vread(key.type()),
                permit -> store.finding.store().vread(permit, key, version));
    }

    private static void same(ReadResult answer, Optional<Past> expected, Chronicle chronicle, String asked) {
        switch (answer) {
            case ReadResult.Found(var version) ->
                same(version, expected.orElseThrow(() -> new AssertionError(asked)), chronicle, asked);
            case ReadResult.Deleted(var version) -> {
                assertThat(expected.map(Past::version)).as(asked).contains(version);
                assertThat(expected.map(Past::known)).as(asked).isEmpty();
            }
            case ReadResult.Absent() -> assertThat(expected).as(asked).isEmpty();
        }
    }
}
