package io.carekeep.store.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.FixedPolicy;
import io.carekeep.access.Gate;
import io.carekeep.access.Restriction;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Codes are found by the value sets and code systems that are here, and what these don't spell out is refused.
final class ConceptSearchTest {

    private static final String SYSTEM = "http://codes.example/animals";

    private static TestStore store;

    @BeforeAll
    static void fill() {
        store = new TestStore();
        for (var code : List.of("cat", "dog", "wolf", "ant")) {
            store.put("Observation/" + code, """
                    {"resourceType":"Observation","id":"%s","status":"final","code":{"coding":[{"system":"%s","code":"%s"}]}}""".formatted(code, SYSTEM, code));
        }
        store.put(
                "Observation/none",
                "{\"resourceType\":\"Observation\",\"id\":\"none\",\"status\":\"final\",\"code\":{\"text\":\"none\"}}");
        valueSet("pets", "1", """
                "compose":{"include":[{"system":"%s","concept":[{"code":"cat"},{"code":"dog"},{"code":"wolf"}]}],
                           "exclude":[{"system":"%s","concept":[{"code":"wolf"}]}]}""".formatted(SYSTEM, SYSTEM));
        valueSet("twice", "1", "\"compose\":{\"include\":[{\"system\":\"x:y\",\"concept\":[{\"code\":\"z\"}]}]}");
        store.put("ValueSet/twice-2", """
                {"resourceType":"ValueSet","id":"twice-2","url":"http://sets.example/twice","version":"2","status":"active",
                 "compose":{"include":[{"system":"%s","concept":[{"code":"ant"}]}]}}""".formatted(SYSTEM));
        valueSet("whole", "1", "\"compose\":{\"include\":[{\"system\":\"%s\"}]}".formatted(SYSTEM));
        valueSet(
                "paged",
                "1",
                "\"expansion\":{\"timestamp\":\"2026-01-01\",\"total\":9,\"contains\":[{\"system\":\"%s\",\"code\":\"cat\"}]}"
                        .formatted(SYSTEM));
        valueSet("expanded", "1", """
                "compose":{"include":[{"system":"%s"}]},
                "expansion":{"timestamp":"2026-01-01","total":2,"contains":[{"system":"%s","code":"beast","abstract":true,
                  "contains":[{"system":"%s","code":"ant"}]}]}""".formatted(SYSTEM, SYSTEM, SYSTEM));
        store.put("CodeSystem/animals", """
                {"resourceType":"CodeSystem","id":"animals","url":"%s","status":"active","content":"complete",
                 "hierarchyMeaning":"is-a","concept":[{"code":"beast","concept":[{"code":"cat"},{"code":"canine",
                   "concept":[{"code":"dog"}]}]},{"code":"wolf","property":[{"code":"parent","valueCode":"canine"}]},
                   {"code":"ant"}]}""".formatted(SYSTEM));
        store.put("CodeSystem/parts", """
                {"resourceType":"CodeSystem","id":"parts","url":"http://codes.example/parts","status":"active",
                 "content":"complete","hierarchyMeaning":"part-of","concept":[{"code":"head"}]}""");
    }

    private static void valueSet(String id, String version, String more) {
        store.put("ValueSet/" + id, """
                {"resourceType":"ValueSet","id":"%s","url":"http://sets.example/%s","version":"%s","status":"active",%s}""".formatted(id, id, version, more));
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static List<String> found(Gate gate, String url) {
        return store.search(gate, url, null).matches().stream().map(Version::id).toList();
    }

    private static List<String> found(String url) {
        return found(store.gate, url);
    }

    private static void refused(Gate gate, String url) {
        assertThatThrownBy(() -> found(gate, url))
                .as(url)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refusal -> assertThat(refusal.problem().status()).isEqualTo(400));
    }

    @Test
    void a_set_is_named_by_url_by_version_and_by_id() {
        for (var name : List.of("http://sets.example/pets", "http://sets.example/pets|1", "ValueSet/pets")) {
            assertThat(found("Observation?code:in=" + name)).as(name).containsExactly("cat", "dog");
        }
        assertThat(found("Observation?code:not-in=ValueSet/pets")).containsExactly("wolf", "ant", "none");
        assertThat(found("Observation?code:in=ValueSet/pets,http://sets.example/twice|2"))
                .containsExactly("cat", "dog", "ant");
        assertThat(found("Observation?code:in=ValueSet/expanded")).containsExactly("ant");
    }

    @Test
    void a_set_that_is_not_there_not_the_only_one_or_not_spelled_out_is_refused() {
        for (var name : List.of(
                "http://sets.example/nothing",
                "http://sets.example/pets|2",
                "http://sets.example/twice",
                "ValueSet/nobody",
                "pets",
                "ValueSet/whole",
                "ValueSet/paged")) {
            refused(store.gate, "Observation?code:in=" + name);
            refused(store.gate, "Observation?code:not-in=" + name);
        }
    }

    @Test
    void a_set_that_the_caller_may_not_see_is_not_there() {
        var some = new Restriction.Matching(new Predicate.Ids(List.of("expanded")));
        var gate = gate("ValueSet", some);
        assertThat(found(gate, "Observation?code:in=ValueSet/expanded")).containsExactly("ant");
        refused(gate, "Observation?code:in=ValueSet/pets");
        refused(gate, "Observation?code:not-in=ValueSet/pets");
    }

    @Test
    void a_policy_may_ask_for_a_set_too_even_of_sets() {
        var gate = gate("Observation", criteria("Observation", "code:in=ValueSet/pets"));
        assertThat(found(gate, "Observation?status=final")).containsExactly("cat", "dog");
        assertThat(found(gate, "Observation?code:below=" + SYSTEM + "|canine")).containsExactly("dog");
        var ofSets = gate("ValueSet", criteria("ValueSet", "jurisdiction:in=ValueSet/pets"));
        assertThat(found(ofSets, "ValueSet?status=active")).isEmpty();
    }

    private static Restriction criteria(String type, String text) {
        var query = store.searches.parse(
                ResourceType.of(type).orElseThrow(), QueryText.ofText(text), SearchParser.Handling.STRICT);
        return new Restriction.Matching(query.predicate());
    }

    private static Gate gate(String type, Restriction restriction) {
        return store.gate(new FixedPolicy(
                Map.of(ResourceType.of(type).orElseThrow(), restriction), new Restriction.Everything()));
    }

    @Test
    void what_is_below_and_above_a_code_is_found() {
        assertThat(found("Observation?code:below=" + SYSTEM + "|beast")).containsExactly("cat", "dog", "wolf");
        assertThat(found("Observation?code:below=" + SYSTEM + "|canine")).containsExactly("dog", "wolf");
        assertThat(found("Observation?code:above=" + SYSTEM + "|wolf")).containsExactly("wolf");
        assertThat(found("Observation?code:below=" + SYSTEM + "|ant")).containsExactly("ant");
    }

    @Test
    void a_hierarchy_that_is_not_there_or_means_something_else_is_refused() {
        for (var value : List.of(
                SYSTEM + "|unicorn",
                "http://codes.example/nothing|cat",
                "http://codes.example/parts|head",
                "cat",
                SYSTEM + "|")) {
            refused(store.gate, "Observation?code:below=" + value);
            refused(store.gate, "Observation?code:above=" + value);
        }
    }

    @Test
    void behind_a_link_it_is_the_same() {
        store.put("Patient/keeper", "{\"resourceType\":\"Patient\",\"id\":\"keeper\"}");
        store.put("Observation/kept", """
                {"resourceType":"Observation","id":"kept","status":"final","subject":{"reference":"Patient/keeper"},
                 "category":[{"coding":[{"system":"%s","code":"cat"}]}],"code":{"text":"kept"}}""".formatted(SYSTEM));
        assertThat(found("Patient?_has:Observation:subject:category:in=ValueSet/pets"))
                .containsExactly("keeper");
        assertThat(found("Patient?_has:Observation:subject:category:in=ValueSet/expanded"))
                .isEmpty();
        store.delete("Observation/kept");
    }
}
