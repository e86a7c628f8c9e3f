package io.carekeep.store.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A code is found by the words beside it: https://hl7.org/fhir/R4/search.html#token.
final class CodeTextTest {

    private static TestStore store;

    @BeforeAll
    static void open() {
        store = new TestStore();
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static List<String> found(String url) {
        return store.search(url).matches().stream().map(Version::id).toList();
    }

    private static void observation(TestStore in, String id, String code) {
        in.put(
                "Observation/" + id,
                "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"status\":\"final\",\"code\":%s}"
                        .formatted(id, code));
    }

    private static String coding(String code, String display) {
        return "{\"coding\":[{\"system\":\"urn:example:a\",\"code\":\"%s\",\"display\":\"%s\"}]}"
                .formatted(code, display);
    }

    @Test
    void a_coding_is_found_by_every_display_that_a_record_gave_it() {
        observation(store, "first", coding("d1", "Blood pressure"));
        observation(store, "second", coding("d1", "Arterial tension"));
        assertThat(found("Observation?code:text=blood")).containsExactly("first", "second");
        assertThat(found("Observation?code:text=TENSION")).containsExactly("first", "second");
    }

    @Test
    void another_process_adds_its_display_too() {
        observation(store, "here", coding("d2", "Heart rate"));
        observation(store.beside(), "there", coding("d2", "Pulse"));
        assertThat(found("Observation?code:text=puls")).containsExactly("here", "there");
        assertThat(found("Observation?code:text=heart")).containsExactly("here", "there");
    }

    @Test
    void the_text_of_a_concept_counts_with_and_without_codings() {
        observation(store, "alone", "{\"text\":\"Told by her Großmutter\"}");
        observation(
                store,
                "beside",
                "{\"coding\":[{\"system\":\"urn:example:a\",\"code\":\"d3\",\"display\":\"Cough\"}],\"text\":\"told at the desk\"}");
        assertThat(found("Observation?code:text=told")).containsExactly("alone", "beside");
        assertThat(found("Observation?code:text=to")).containsExactly("alone", "beside");
        assertThat(found("Observation?code:text=told by")).containsExactly("alone");
        assertThat(found("Observation?code:text=gro")).containsExactly("alone");
        assertThat(found("Observation?code:text=ough")).isEmpty();
    }

    @Test
    void the_display_of_a_coding_without_a_code_counts() {
        observation(store, "uncoded", "{\"coding\":[{\"display\":\"Rash on the arm\"}]}");
        assertThat(found("Observation?code:text=rash")).containsExactly("uncoded");
    }
}
