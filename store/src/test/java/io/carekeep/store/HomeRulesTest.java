package io.carekeep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Whose key seals a resource.
final class HomeRulesTest {

    private static TestStore store;

    @BeforeAll
    static void open() {
        store = new TestStore();
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static long patient(String id) {
        store.put("Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}");
        return number("Patient/" + id);
    }

    private static long number(String address) {
        return store.store.names().find(TestStore.key(address)).orElseThrow();
    }

    private static long home(Version version) {
        return home(version.number());
    }

    private static long home(long number) {
        return store.database
                .database()
                .sql()
                .sql("select home from store.current where number = :number")
                .param("number", number)
                .query(Long.class)
                .single();
    }

    private static List<Long> olderHomes(long number) {
        return store.database
                .database()
                .sql()
                .sql("select home from store.version where number = :number order by version")
                .param("number", number)
                .query((row, _) -> row.getLong(1))
                .list();
    }

    @Test
    void a_patient_is_its_own_home() {
        long one = patient("own");
        assertThat(home(one)).isEqualTo(one);
    }

    @Test
    void a_group_lives_with_its_first_patient() {
        long first = patient("member-1");
        patient("member-2");
        var group = store.create("""
                {"resourceType":"Group","type":"person","actual":true,
                 "member":[{"entity":{"reference":"Patient/member-1"}},{"entity":{"reference":"Patient/member-2"}}]}""");
        assertThat(home(group)).isEqualTo(first);
        assertThat(store.search("Group?member=Patient/member-2").matches()).hasSize(1);
    }

    @Test
    void a_list_lives_with_its_subject() {
        long subject = patient("listed");
        patient("item");
        var list = store.create("""
                {"resourceType":"List","status":"current","mode":"working",
                 "subject":{"reference":"Patient/listed"},"entry":[{"item":{"reference":"Patient/item"}}]}""");
        assertThat(home(list)).isEqualTo(subject);
    }

    @Test
    void an_appointment_of_several_patients_lives_with_the_first() {
        long first = patient("actor-1");
        patient("actor-2");
        var appointment = store.create("""
                {"resourceType":"Appointment","status":"booked","start":"2026-05-02T09:00:00Z","end":"2026-05-02T09:30:00Z",
                 "participant":[
                   {"actor":{"reference":"Practitioner/nobody"},"status":"accepted"},
                   {"actor":{"reference":"Patient/actor-1"},"status":"accepted"},
                   {"actor":{"reference":"Patient/actor-2"},"status":"accepted"}]}""");
        assertThat(home(appointment)).isEqualTo(first);
        assertThat(store.search("Appointment?patient=actor-2").matches()).hasSize(1);
    }

    @Test
    void a_resource_that_moves_to_another_patient_leaves_its_old_versions_under_the_old_key() {
        long before = patient("before");
        long after = patient("after");
        store.put("Observation/mover", observation("mover", "before"));
        store.put("Observation/mover", observation("mover", "after"));
        long number = number("Observation/mover");
        assertThat(home(number)).isEqualTo(after);
        assertThat(olderHomes(number)).containsExactly(before);
        assertThat(store.read("Observation/mover")).isInstanceOf(ReadResult.Found.class);
    }

    private static String observation(String id, String patient) {
        return """
                {"resourceType":"Observation","id":"%s","status":"final","code":{"text":"weight"},
                 "subject":{"reference":"Patient/%s"}}""".formatted(id, patient);
    }

    @Test
    void a_record_whose_patient_comes_later_waits_in_the_patients_home() {
        store.put("Observation/early", observation("early", "late"));
        long home = home(number("Observation/early"));
        assertThat(patient("late")).isEqualTo(home);
        assertThat(store.search("Observation?patient=late").matches()).hasSize(1);
    }

    @Test
    void family_links_move_nothing() {
        long child = patient("child");
        var parent = store.create("""
                {"resourceType":"Patient","link":[{"other":{"reference":"Patient/child"},"type":"seealso"}]}""");
        var related = store.create("""
                {"resourceType":"RelatedPerson","patient":{"reference":"Patient/child"}}""");
        assertThat(home(parent)).isEqualTo(parent.number());
        assertThat(home(related)).isEqualTo(child);
    }

    @Test
    void a_binary_lives_with_the_patient_of_its_security_context() {
        long owner = patient("scanned");
        var binary = store.create("""
                {"resourceType":"Binary","contentType":"text/plain","data":"aGk=",
                 "securityContext":{"reference":"Patient/scanned"}}""");
        assertThat(home(binary)).isEqualTo(owner);
    }

    @Test
    void a_document_lives_with_the_subject_of_its_composition() {
        long subject = patient("documented");
        var document = store.create("""
                {"resourceType":"Bundle","type":"document","timestamp":"2026-05-01T09:00:00Z",
                 "identifier":{"system":"urn:example:documents","value":"1"},
                 "entry":[{"fullUrl":"urn:uuid:7a7e6d7e-5c9c-4f5c-a4cc-2e1f4d5b6c7d","resource":
                   {"resourceType":"Composition","status":"final","type":{"text":"letter"},"title":"Letter",
                    "date":"2026-05-01","subject":{"reference":"Patient/documented"},
                    "author":[{"reference":"Practitioner/author"}]}}]}""");
        assertThat(home(document)).isEqualTo(subject);
    }

    @Test
    void providers_and_terminology_are_everybodys() {
        for (var json : List.of(
                "{\"resourceType\":\"Practitioner\",\"active\":true}",
                "{\"resourceType\":\"Organization\",\"name\":\"House\"}",
                "{\"resourceType\":\"Location\",\"name\":\"Room\"}",
                "{\"resourceType\":\"ValueSet\",\"status\":\"draft\"}")) {
            assertThat(home(store.create(json))).as(json).isEqualTo(Numbering.SHARED);
        }
    }

    @Test
    void what_names_no_patient_has_a_home_of_its_own() {
        var group = store.create("{\"resourceType\":\"Group\",\"type\":\"device\",\"actual\":false}");
        assertThat(home(group)).isEqualTo(group.number());
    }

    @Test
    void what_names_no_patient_lives_with_the_only_patient_of_its_transaction() {
        var results = store.transaction("""
                {"resourceType":"Bundle","type":"transaction","entry":[
                  {"resource":{"resourceType":"Patient","active":true},"request":{"method":"POST","url":"Patient"}},
                  {"resource":{"resourceType":"Group","type":"device","actual":false},
                   "request":{"method":"POST","url":"Group"}}]}""");
        assertThat(results).hasSize(2);
        var homes = store.database
                .database()
                .sql()
                .sql(
                        "select c.home = p.number from store.current c, (select max(number) number from store.current where (number >> 40) = :patient) p where (c.number >> 40) = :group order by c.number desc limit 1")
                .param("patient", ResourceKey.parse("Patient", "x").type().ordinal())
                .param("group", ResourceKey.parse("Group", "x").type().ordinal())
                .query(Boolean.class)
                .single();
        assertThat(homes).isTrue();
    }

    @Test
    void that_patient_may_be_put_and_the_others_posted() {
        store.transaction("""
                {"resourceType":"Bundle","type":"transaction","entry":[
                  {"resource":{"resourceType":"Group","type":"device","actual":false},
                   "request":{"method":"POST","url":"Group"}},
                  {"resource":{"resourceType":"Patient","id":"only-put"},
                   "request":{"method":"PUT","url":"Patient/only-put"}}]}""");
        var home = store.database
                .database()
                .sql()
                .sql("select home from store.current where (number >> 40) = :group order by number desc limit 1")
                .param("group", ResourceKey.parse("Group", "x").type().ordinal())
                .query(Long.class)
                .single();
        assertThat(home)
                .isEqualTo(store.store
                        .names()
                        .find(ResourceKey.parse("Patient", "only-put"))
                        .orElseThrow());
    }

    @Test
    void one_homes_key_does_not_open_anothers() {
        long one = patient("swap-1");
        long other = patient("swap-2");
        store.database
                .database()
                .sql()
                .sql(
                        "update store.home set wrapped = (select wrapped from store.home where home = :other) where home = :one")
                .param("one", one)
                .param("other", other)
                .update();
        assertThatThrownBy(() -> store.read("Patient/swap-1")).isInstanceOf(Refused.class);
        assertThat(store.read("Patient/swap-2")).isInstanceOf(ReadResult.Found.class);
    }
}
