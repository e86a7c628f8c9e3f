package io.carekeep.store.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Action;
import io.carekeep.access.FixedPolicy;
import io.carekeep.access.Gate;
import io.carekeep.access.Restriction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.store.TestStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Where references must exist, one that leads nowhere is refused and its element named.
final class ReferenceRuleTest {

    private static final ResourceType OBSERVATION =
            ResourceType.of("Observation").orElseThrow();

    private static TestStore store;
    private static ResourceWriter writer;

    @BeforeAll
    static void open() {
        store = new TestStore();
        writer = store.writer(ReferenceRule.MUST_EXIST);
        store.put("Patient/there", "{\"resourceType\":\"Patient\",\"id\":\"there\"}");
        store.put("Patient/hidden", "{\"resourceType\":\"Patient\",\"id\":\"hidden\"}");
        store.put("Patient/gone", "{\"resourceType\":\"Patient\",\"id\":\"gone\"}");
        store.delete("Patient/gone");
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static String observation(String subject) {
        return """
                {"resourceType":"Observation","status":"final","code":{"text":"test"},"subject":{"reference":"%s"}}""".formatted(subject);
    }

    private static String entry(String method, String url, String more) {
        return "{\"request\":{\"method\":\"%s\",\"url\":\"%s\"}%s}".formatted(method, url, more);
    }

    private static Written create(Gate gate, String subject) {
        var doc = store.parse(observation(subject));
        return gate.pass(
                store.operator,
                Action.create(OBSERVATION),
                permit -> writer.create(permit, OBSERVATION, doc, List.of()));
    }

    private static List<EntryResult> transaction(String... entries) {
        var bundle = store.parse("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[%s]}"
                .formatted(String.join(",", entries)));
        return store.write(Action.transaction(), permit -> writer.transaction(permit, bundle, Return.MINIMAL));
    }

    private static void refused(String place, Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refusal -> assertThat(((Problem.Unprocessable) refusal.problem()).issues())
                                .extracting(Problem.Issue::place, Problem.Issue::code)
                                .containsExactly(org.assertj.core.groups.Tuple.tuple(place, "not-found")));
    }

    @Test
    void what_is_there_may_be_referred_to() {
        assertThat(create(store.gate, "Patient/there")).isInstanceOf(Written.Created.class);
        assertThat(create(store.gate, "Patient/there/_history/1")).isInstanceOf(Written.Created.class);
    }

    @Test
    void what_was_never_there_or_is_gone_may_not() {
        refused("Observation.subject.reference", () -> create(store.gate, "Patient/nobody"));
        refused("Observation.subject.reference", () -> create(store.gate, "Patient/gone"));
    }

    @Test
    void what_lies_elsewhere_is_not_looked_for() {
        assertThat(create(store.gate, "https://elsewhere.example/fhir/Patient/1"))
                .isInstanceOf(Written.Created.class);
    }

    @Test
    void what_the_writer_may_not_see_is_not_there() {
        var some = new Restriction.Matching(new Predicate.Ids(List.of("there")));
        var gate = restricted(some);
        assertThat(create(gate, "Patient/there")).isInstanceOf(Written.Created.class);
        refused("Observation.subject.reference", () -> create(gate, "Patient/hidden"));
    }

    @Test
    void what_only_the_record_decides_to_be_hidden_is_not_there_either() {
        var patient = ResourceType.of("Patient").orElseThrow();
        store.put(
                "Patient/longer",
                "{\"resourceType\":\"Patient\",\"id\":\"longer\",\"name\":[{\"family\":\"Testwomanly\"}]}");
        store.put(
                "Patient/other",
                "{\"resourceType\":\"Patient\",\"id\":\"other\",\"name\":[{\"family\":\"Testwomanish\"}]}");
        var criteria =
                store.searches.parse(patient, QueryText.ofText("family=Testwomanly"), SearchParser.Handling.STRICT);
        var gate = restricted(new Restriction.Matching(criteria.predicate()));
        assertThat(create(gate, "Patient/longer")).isInstanceOf(Written.Created.class);
        refused("Observation.subject.reference", () -> create(gate, "Patient/other"));
    }

    private static Gate restricted(Restriction patients) {
        return store.gate(new FixedPolicy(
                Map.of(ResourceType.of("Patient").orElseThrow(), patients), new Restriction.Everything()));
    }

    @Test
    void what_the_same_bundle_writes_counts_whatever_its_order() {
        var results = transaction(
                entry(
                        "POST",
                        "Observation",
                        ",\"resource\":" + observation("urn:uuid:7c1d6dd1-0000-4000-8000-000000000001")),
                entry("POST", "Observation", ",\"resource\":" + observation("Patient/put-later")),
                entry(
                        "POST",
                        "Patient",
                        ",\"fullUrl\":\"urn:uuid:7c1d6dd1-0000-4000-8000-000000000001\",\"resource\":{\"resourceType\":\"Patient\"}"),
                entry("PUT", "Patient/put-later", ",\"resource\":{\"resourceType\":\"Patient\",\"id\":\"put-later\"}"));
        assertThat(results).hasSize(4);
    }

    @Test
    void each_entry_that_leads_nowhere_is_named() {
        refused(
                "Bundle.entry[1].resource.subject.reference",
                () -> transaction(
                        entry("POST", "Patient", ",\"resource\":{\"resourceType\":\"Patient\"}"),
                        entry("POST", "Observation", ",\"resource\":" + observation("Patient/no-entry"))));
    }

    @Test
    void what_the_same_bundle_deletes_is_not_there() {
        store.put("Patient/going", "{\"resourceType\":\"Patient\",\"id\":\"going\"}");
        refused(
                "Bundle.entry[0].resource.subject.reference",
                () -> transaction(
                        entry("POST", "Observation", ",\"resource\":" + observation("Patient/going")),
                        entry("DELETE", "Patient/going", "")));
    }

    @Test
    void the_references_of_a_kept_document_are_its_own_affair() {
        var bundle = ResourceType.of("Bundle").orElseThrow();
        var doc = store.parse("""
                {"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:7c1d6dd1-0000-4000-8000-000000000002",
                 "resource":%s}]}""".formatted(observation("Patient/nobody")));
        Written written = store.write(Action.create(bundle), permit -> writer.create(permit, bundle, doc, List.of()));
        assertThat(written).isInstanceOf(Written.Created.class);
    }
}
