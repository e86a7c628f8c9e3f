package io.carekeep.store.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.carekeep.access.FixedPolicy;
import io.carekeep.access.Gate;
import io.carekeep.access.Restriction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.store.ReadResult;
import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import io.carekeep.store.write.EntryResult;
import io.carekeep.store.write.ReferenceRule;
import io.carekeep.store.write.ResourceWriter;
import io.carekeep.store.write.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/// A store under a policy, and one that holds only what the policy shows of it and has none: whatever is asked of both
/// comes to the same. A write to what is not open, which only a policy refuses, is asked of the first alone.
final class Twins implements AutoCloseable {

    /// What was compared, by what it came to.
    final Map<String, Integer> outcomes = new TreeMap<>();

    private final TestStore whole;
    private final TestStore part;
    private final Policies.Policy policy;
    private final Gate gate;
    private final ResourceWriter wholeWriter;
    private final ResourceWriter partWriter;
    // The ids of records that were made in both.
    private final Map<String, String> made = new HashMap<>();

    Twins(TestStore whole, Policies.Policy policy, ReferenceRule rule) {
        this.whole = whole;
        this.policy = policy;
        this.part = new TestStore(whole.store.zone());
        this.gate = whole.gate(new FixedPolicy(policy.restrictions(), new Restriction.Everything()));
        fill();
        this.wholeWriter = whole.writer(rule);
        this.partWriter = part.writer(rule);
    }

    private void fill() {
        var seen = policy.seen().all().stream()
                .sorted(Comparator.comparingLong(Known::number))
                .toList();
        // So that those that only references mention so far come in the same order.
        seen.forEach(each -> part.store.names().number(TestStore.key(each.address())));
        for (var each : seen) {
            set(part, each.at());
            var tree = Projection.tree(each);
            part.put(each.address(), tree.toString());
        }
        set(part, whole.clock.instant().toEpochMilli());
    }

    private static void set(TestStore store, long at) {
        store.clock.pass(Duration.ofMillis(at - store.clock.instant().toEpochMilli()));
    }

    private static final class Undone extends RuntimeException {

        private static final long serialVersionUID = 1;
        private final transient Object result;

        Undone(Object result) {
            super("what was tried is undone");
            this.result = result;
        }
    }

    /// Asks both for the same.
    /// @throws AssertionError when the answers differ
    void ask(Wish wish) {
        whole.clock.pass(Duration.ofMillis(500));
        part.clock.pass(Duration.ofMillis(500));
        var about = wish.words() + " as " + policy;
        try {
            var would = undone(wish);
            boolean unseen = wish.chosen().stream().anyMatch(this::isUnseen);
            var came = tried(whole, gate, wholeWriter, wish);
            if (came instanceof Problem.Missing && unseen) {
                count("missing, an id that is not seen");
            } else if (!(would instanceof Problem) && unseen) {
                throw new AssertionError("an id that is not seen is chosen: " + came);
            } else if (!(would instanceof Problem) && written(would).stream().anyMatch(this::isClosed)) {
                assertThat(came).as(about).isInstanceOf(Problem.Forbidden.class);
                count("forbidden, as it would become");
            } else {
                both(wish, came, about);
            }
        } catch (RuntimeException failure) {
            throw new AssertionError(about, failure);
        }
    }

    private void both(Wish wish, Object came, String about) {
        var expected = tried(part, part.gate, partWriter, wish);
        var wrote = written(came);
        var others = written(expected);
        assertThat(wrote.size()).as(about + " " + came + " and not " + expected).isEqualTo(others.size());
        for (int at = 0; at < wrote.size(); at++) {
            made.put(wrote.get(at).id(), others.get(at).id());
        }
        assertThat(words(came)).as(about).isEqualTo(words(expected));
        count(came instanceof List ? "transaction" : came.getClass().getSimpleName());
    }

    private void count(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }

    private boolean isUnseen(String address) {
        var type = address.replaceAll("/.*", "");
        return !policy.opensAll(type) && !(part.read(address) instanceof ReadResult.Found);
    }

    private boolean isClosed(Version version) {
        var resource = (Resource) FhirContext.forR4Cached().newJsonParser().parseResource(TestStore.json(version));
        var type = version.type().name();
        return !policy.opens(
                new Known(type, version.id(), version.number(), version.at().toEpochMilli(), resource));
    }

    private Object undone(Wish wish) {
        try {
            return part.gate.pass(part.operator, wish.action(), permit -> {
                throw new Undone(wish.doing().done(part, partWriter, permit));
            });
        } catch (Undone undone) {
            return undone.result;
        } catch (Refused refused) {
            return refused.problem();
        }
    }

    private static Object tried(TestStore store, Gate gate, ResourceWriter writer, Wish wish) {
        try {
            return gate.pass(
                    store.operator, wish.action(), permit -> wish.doing().done(store, writer, permit));
        } catch (Refused refused) {
            return refused.problem();
        }
    }

    /// The versions that something wrote.
    private static List<Version> written(Object result) {
        return switch (result) {
            case Written.Created(var version) -> List.of(version);
            case Written.Updated(var version) -> List.of(version);
            case EntryResult.Wrote(var one) -> written(one);
            case List<?> several ->
                several.stream().flatMap(each -> written(each).stream()).toList();
            default -> List.of();
        };
    }

    // What a caller is told. Who sees a part of a type is not told that something was deleted.
    private String words(Object result) {
        return switch (result) {
            case Written.Created(var version) -> "created " + words(version);
            case Written.Updated(var version) -> "updated " + words(version);
            case Written.Existing(var version) -> "existing " + words(version);
            case Written.Removed _ -> "removed";
            case EntryResult.Wrote(var one) -> words((Object) one);
            case EntryResult.Read(var found) -> "read " + words(found.version());
            case EntryResult.Searched(var _, var page) -> "found " + page.total() + words(page.matches());
            case List<?> several -> several.stream().map(this::words).toList().toString();
            case Version version -> version.type() + " " + mapped(Comparison.shown(version));
            case Problem.Deleted(var type, var _) when !policy.opensAll(type) -> new Problem.Missing(type).toString();
            default -> mapped(result.toString());
        };
    }

    private String mapped(String text) {
        var mapped = text.replaceAll("\"versionId\":\"\\d+\",?", "");
        for (var each : made.entrySet()) {
            mapped = mapped.replace(each.getKey(), each.getValue());
        }
        return mapped;
    }

    /// Compares all that there is in both.
    /// @throws AssertionError when something differs
    void compare() {
        for (var type :
                policy.world().all().stream().map(Known::type).distinct().toList()) {
            var expected = all(part, part.gate, type);
            assertThat(all(whole, gate, type)).as(type + " as " + policy).isEqualTo(expected);
        }
    }

    private Map<String, String> all(TestStore store, Gate through, String type) {
        var found = new LinkedHashMap<String, String>();
        var versions = new ArrayList<Version>();
        @Nullable String next = null;
        do {
            var page = store.search(through, type, next);
            versions.addAll(page.matches());
            next = page.next();
        } while (next != null);
        versions.forEach(each -> found.put(mapped(each.id()), words(each)));
        return found;
    }

    @Override
    public void close() {
        part.close();
    }
}
