package io.carekeep.store.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import io.carekeep.store.find.SearchPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/// Compares what the store answers with what brute force finds in what there is for the caller: entries, their order
/// and content, totals, pages, and what comes beside.
final class Comparison {

    private final TestStore store;
    private final BruteSearch brute;
    private Caller asking;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger found = new AtomicInteger();
    private final Map<String, Integer> refused = new TreeMap<>();

    Comparison(TestStore store, BruteSearch brute) {
        this.store = store;
        this.brute = brute;
        this.asking = store.operator;
    }

    /// Asks as somebody else than the operator.
    Comparison as(Caller caller) {
        asking = caller;
        return this;
    }

    /// Asks a question of the store and of brute force.
    /// @param visible what there is for the caller
    /// @throws AssertionError when the answers differ
    void of(Gate gate, World visible, Questions.Question question, String caller) {
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
            // A chain may lead to types of which one does not serve the modifier.
            boolean unserved = refusal.problem() instanceof Problem.Unsupported
                    && (place.endsWith(":contains")
                            || question.parameters().stream()
                                    .anyMatch(each -> each.name().matches(".*\\..*:.*")));
            if (!undefined && !unserved) {
                throw new AssertionError(question.url() + " as " + caller + " " + refusal.problem(), refusal);
            }
            refused.merge(place.replaceAll(".*:", ":"), 1, Integer::sum);
        } catch (RuntimeException failure) {
            throw new AssertionError(question.url() + " as " + caller, failure);
        }
    }

    private void compare(
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
            if (!matches.isEmpty()) {
                assertThat(shown(page.matches().getFirst()))
                        .as("shown " + asked)
                        .isEqualTo(shown(matches.getFirst()));
            }
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

    private List<SearchPage> pages(Gate gate, Questions.Question question) {
        var type = ResourceType.of(question.type()).orElseThrow();
        var query = store.searches.parse(type, question.parameters(), SearchParser.Handling.STRICT);
        var pages = new ArrayList<SearchPage>();
        @Nullable String next = null;
        do {
            var at = next;
            var page = gate.pass(
                    asking,
                    Action.search(type),
                    permit -> store.finding.search().search(permit, query, at));
            pages.add(page);
            next = page.next();
        } while (next != null);
        return pages;
    }

    // A record without the tag that says that it is not whole.
    static String shown(Version version) {
        var resource = FhirContext.forR4Cached().newJsonParser().parseResource(TestStore.json(version));
        ((Resource) resource).getMeta().getTag().removeIf(tag -> "SUBSETTED".equals(tag.getCode()));
        return shown(resource);
    }

    static String shown(Known record) {
        return shown(record.resource());
    }

    private static String shown(IBaseResource resource) {
        return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(resource);
    }

    /// How many questions were asked.
    int asked() {
        return asked.get();
    }

    /// How many of them found something.
    int found() {
        return found.get();
    }

    /// How many were refused, by the modifiers that were.
    Map<String, Integer> refused() {
        return refused;
    }
}
