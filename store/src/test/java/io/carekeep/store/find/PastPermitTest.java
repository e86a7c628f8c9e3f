package io.carekeep.store.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Action;
import io.carekeep.access.FixedPolicy;
import io.carekeep.access.Gate;
import io.carekeep.access.Grant;
import io.carekeep.access.Restriction;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.mask.ElementPath;
import io.carekeep.fhir.mask.Mask;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.store.ReadResult;
import io.carekeep.store.TestStore;
import io.carekeep.testkit.Safeguard;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a record was is shown to whoever may see both that and what it is.
@Safeguard({"164.312(a)(1)", "164.502(b)"})
final class PastPermitTest {

    private static final ResourceType OBSERVATION =
            ResourceType.of("Observation").orElseThrow();

    private final TestStore store = new TestStore();

    @BeforeEach
    void write() {
        for (var id : List.of("mine", "yours")) {
            store.put("Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"%s\"}".formatted(id));
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void observation(String id, String status, String patient) {
        store.clock.pass(Duration.ofSeconds(10));
        store.put("Observation/" + id, """
            {"resourceType":"Observation","id":"%s","status":"%s","code":{"text":"test"},
             "subject":{"reference":"Patient/%s"}}\
            """.formatted(id, status, patient));
    }

    private Predicate criteria(String text) {
        return store.searches
                .parse(OBSERVATION, QueryText.ofText(text), SearchParser.Handling.STRICT)
                .predicate();
    }

    private Gate gate(Restriction restriction) {
        return store.gate(new FixedPolicy(Map.of(OBSERVATION, restriction), new Restriction.Everything()));
    }

    private Gate like(String text) {
        return gate(new Restriction.Matching(criteria(text)));
    }

    private List<Integer> history(Gate gate, HistoryQuery.@Nullable Span at) {
        var query = new HistoryQuery(OBSERVATION, TestStore.key("Observation/o"), null, at, 50, null);
        return page(gate, query).versions().stream()
                .map(version -> version.version())
                .toList();
    }

    private HistoryPage page(Gate gate, HistoryQuery query) {
        return gate.pass(
                store.operator,
                Action.history(OBSERVATION),
                permit -> store.finding.store().history(permit, query));
    }

    private ReadResult vread(Gate gate, int version) {
        return gate.pass(
                store.operator,
                Action.vread(OBSERVATION),
                permit -> store.finding.store().vread(permit, TestStore.key("Observation/o"), version));
    }

    @Test
    void what_is_closed_now_is_closed_as_it_was() {
        observation("o", "final", "mine");
        observation("o", "final", "yours");
        assertThat(history(like("subject=Patient/mine"), null)).isEmpty();
        assertThat(vread(like("subject=Patient/mine"), 1)).isInstanceOf(ReadResult.Absent.class);
        assertThat(history(like("subject=Patient/yours"), null)).containsExactly(2);
        assertThat(vread(like("subject=Patient/yours"), 1)).isInstanceOf(ReadResult.Absent.class);
        assertThat(history(like("status=final"), null)).containsExactly(2, 1);
        assertThat(vread(like("status=final"), 1)).isInstanceOf(ReadResult.Found.class);
    }

    @Test
    void of_a_deletion_is_told_who_sees_the_whole_type() {
        observation("o", "final", "mine");
        store.delete("Observation/o");
        var part = like("status:not=amended");
        assertThat(history(part, null)).isEmpty();
        assertThat(vread(part, 2)).isInstanceOf(ReadResult.Absent.class);
        assertThat(vread(part, 1)).isInstanceOf(ReadResult.Absent.class);
        var whole = gate(new Restriction.Unless(Predicate.nothing()));
        assertThat(history(whole, null)).containsExactly(2, 1);
        assertThat(vread(whole, 2)).isInstanceOf(ReadResult.Deleted.class);
        assertThat(vread(whole, 1)).isInstanceOf(ReadResult.Found.class);
    }

    @Test
    void when_a_closed_version_was_made_is_not_told() {
        observation("o", "final", "mine");
        observation("o", "final", "yours");
        var during = store.clock.instant().plusSeconds(1);
        observation("o", "final", "mine");
        var at = new HistoryQuery.Span(during, during);
        assertThat(history(like("subject=Patient/mine"), at)).containsExactly(1);
        assertThat(history(store.gate, at)).containsExactly(2);
    }

    @Test
    void what_the_present_version_hides_does_not_depend_on_what_else_a_page_has() {
        observation("o", "final", "mine");
        observation("o", "amended", "mine");
        var grants = List.of(
                new Grant(criteria("status=amended"), Mask.NONE),
                new Grant(criteria("subject=Patient/mine"), Mask.of(List.of(ElementPath.parse("Observation.code")))));
        var gate = gate(Restriction.Masked.of(criteria("subject=Patient/mine"), grants));
        var versions = page(gate, new HistoryQuery(OBSERVATION, null, null, null, 50, null))
                .versions();
        assertThat(TestStore.json(versions.getFirst()))
                .contains("amended", "code")
                .doesNotContain("SUBSETTED");
        assertThat(TestStore.json(versions.getLast()))
                .contains("final", "SUBSETTED")
                .doesNotContain("test");
    }
}
