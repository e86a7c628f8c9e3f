package io.carekeep.store.write;

import static io.carekeep.store.write.Attempts.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Action;
import io.carekeep.access.FixedPolicy;
import io.carekeep.access.Gate;
import io.carekeep.access.Permit;
import io.carekeep.access.Restriction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.patch.JsonPatch;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.store.ReadResult;
import io.carekeep.store.TestStore;
import io.carekeep.testkit.Safeguard;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A write must be permitted on what is stored and on what it would become, however it is sent.
@Safeguard("164.312(a)(1)")
final class RestrictedWritesTest {

    private static final ResourceType OBSERVATION =
            ResourceType.of("Observation").orElseThrow();

    private static TestStore store;
    private static Gate gate;

    @BeforeAll
    static void open() {
        store = new TestStore();
        for (var id : List.of("mine", "yours")) {
            store.put("Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"%s\"}".formatted(id));
        }
        var mine = store.searches.parse(
                OBSERVATION, QueryText.ofText("subject=Patient/mine"), SearchParser.Handling.STRICT);
        gate = store.gate(new FixedPolicy(
                Map.of(OBSERVATION, new Restriction.Matching(mine.predicate())), new Restriction.Everything()));
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @BeforeEach
    void write() {
        store.put("Observation/o-mine", observation("o-mine", "mine"));
        store.put("Observation/o-yours", observation("o-yours", "yours"));
    }

    private static String observation(String id, String patient) {
        var chosen = id.isEmpty() ? "" : "\"id\":\"" + id + "\",";
        return """
                {"resourceType":"Observation",%s"status":"final","code":{"text":"test"},\
                "subject":{"reference":"Patient/%s"}}""".formatted(chosen, patient);
    }

    private static <T> T pass(Action action, Function<Permit, T> work) {
        return gate.pass(store.operator, action, work);
    }

    private static void update(String id, String patient) {
        var key = TestStore.key("Observation/" + id);
        pass(
                Action.update(OBSERVATION),
                permit -> store.writer.update(permit, key, store.parse(observation(id, patient)), OptionalInt.empty()));
    }

    private static void patch(String id, String path, String value) {
        var key = TestStore.key("Observation/" + id);
        var patch = store.parse("[{\"op\":\"replace\",\"path\":\"%s\",\"value\":\"%s\"}]".formatted(path, value));
        pass(
                Action.patch(OBSERVATION),
                permit ->
                        store.writer.patch(permit, key, stored -> JsonPatch.apply(stored, patch), OptionalInt.empty()));
    }

    private static void transaction(String... entries) {
        var bundle = """
                {"resourceType":"Bundle","type":"transaction","entry":[%s]}""".formatted(String.join(",", entries));
        pass(Action.transaction(), permit -> store.writer.transaction(permit, store.parse(bundle), Return.MINIMAL));
    }

    private static void forbidden(ThrowingCallable write) {
        refused(write, Problem.Forbidden.class);
    }

    private static void missing(ThrowingCallable write) {
        refused(write, Problem.Missing.class);
    }

    private static void refused(ThrowingCallable write, Class<? extends Problem> problem) {
        assertThatThrownBy(write)
                .isInstanceOfSatisfying(
                        Refused.class, refusal -> assertThat(refusal.problem()).isInstanceOf(problem));
    }

    private static String subject(String id) {
        var json = TestStore.json(((ReadResult.Found) store.read("Observation/" + id)).version());
        return json.replaceAll(".*\"reference\":\"Patient/(\\w+)\".*", "$1");
    }

    @Test
    void what_is_mine_before_and_after_is_written() {
        assertThatCode(() -> {
                    update("o-mine", "mine");
                    patch("o-mine", "/status", "amended");
                    transaction(entry("PUT", "Observation/o-mine", observation("o-mine", "mine")));
                    transaction(entry("POST", "Observation", observation("", "mine")));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void nothing_is_made_that_is_not_mine() {
        forbidden(() -> pass(
                Action.create(OBSERVATION),
                permit -> store.writer.create(permit, OBSERVATION, store.parse(observation("", "yours")), List.of())));
        forbidden(() -> transaction(
                entry("POST", "Observation", observation("", "mine")),
                entry("POST", "Observation", observation("", "yours"))));
        assertThat(store.search("Observation?subject=Patient/yours").matches()).hasSize(1);
    }

    @Test
    void nothing_is_moved_away_from_me_or_to_me() {
        forbidden(() -> update("o-mine", "yours"));
        forbidden(() -> patch("o-mine", "/subject/reference", "Patient/yours"));
        forbidden(() -> transaction(entry("PUT", "Observation/o-mine", observation("o-mine", "yours"))));
        assertThat(subject("o-mine")).isEqualTo("mine");
        missing(() -> update("o-yours", "mine"));
        missing(() -> patch("o-yours", "/subject/reference", "Patient/mine"));
        missing(() -> transaction(entry("PUT", "Observation/o-yours", observation("o-yours", "mine"))));
        assertThat(subject("o-yours")).isEqualTo("yours");
    }

    @Test
    void an_id_that_i_may_not_see_is_the_same_whether_it_is_taken_or_free() {
        missing(() -> update("o-free", "mine"));
        missing(() -> transaction(entry("PUT", "Observation/o-free", observation("o-free", "mine"))));
    }

    @Test
    void what_i_may_not_see_i_delete_without_effect() {
        transaction(entry("DELETE", "Observation/o-yours"));
        assertThat(subject("o-yours")).isEqualTo("yours");
        transaction(entry("DELETE", "Observation/o-mine"));
        assertThat(store.read("Observation/o-mine")).isInstanceOf(ReadResult.Deleted.class);
    }
}
