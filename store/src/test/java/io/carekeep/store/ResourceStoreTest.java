package io.carekeep.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.testkit.People;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResourceStoreTest {

    private TestStore store;

    /// The store to try.
    TestStore opened() throws Exception {
        return new TestStore();
    }

    @BeforeAll
    void open() throws Exception {
        store = opened();
    }

    @AfterAll
    void close() throws Exception {
        store.close();
    }

    @Test
    void what_was_created_is_read() {
        var made = store.create(People.amina());
        var read = (ReadResult.Found) store.read("Patient/" + made.id());
        assertThat(TestStore.json(read.version()))
                .contains("\"family\":\"Testwoman\"")
                .contains("\"versionId\":\"1\"");
    }

    @Test
    void references_come_back_as_they_were() {
        var patient = "Patient/" + store.create(People.amina()).id();
        var other = "Patient/" + store.create(People.amina()).id();
        var weight = "Observation/"
                + store.create(People.weight(patient, "70", "2024-05-01")).id();
        store.put("Patient/chosen-1", People.amina().replace("{\"res", "{\"id\":\"chosen-1\",\"res"));
        for (var list : List.of(
                List.of("#inside", patient, weight, weight, patient, other),
                List.of(
                        "#inside",
                        weight + "/_history/1",
                        "Patient/chosen-1",
                        "urn:uuid:5d1f0d5e-41f5-4b8e-9c5b-111111111111"),
                List.of("#inside", "https://elsewhere.example/" + patient, "Patient/" + "0".repeat(32)))) {
            var items = list.stream()
                    .map(text -> "{\"item\":{\"reference\":\"" + text + "\",\"display\":\"é\"}}")
                    .collect(Collectors.joining(","));
            var entries = "\"entry\":[" + items + "]";
            var made = store.create("{\"resourceType\":\"List\",\"status\":\"current\",\"mode\":\"working\","
                    + "\"contained\":[{\"resourceType\":\"Basic\",\"id\":\"inside\",\"code\":{\"text\":\"x\"},"
                    + "\"subject\":{\"reference\":\"" + patient + "\"}}],"
                    + "\"subject\":{\"reference\":\"" + patient + "\"}," + entries + "}");
            assertThat(TestStore.json(made)).as("answer").contains(entries);
            var read = (ReadResult.Found) store.read("List/" + made.id());
            assertThat(TestStore.json(read.version()))
                    .contains(entries)
                    .contains("\"subject\":{\"reference\":\"" + patient + "\"}}]");
        }
    }

    @Test
    void an_update_makes_a_new_version() {
        var made = store.create(People.amina());
        store.put("Patient/" + made.id(), People.amina().replace("{\"res", "{\"id\":\"" + made.id() + "\",\"res"));
        var read = (ReadResult.Found) store.read("Patient/" + made.id());
        assertThat(read.version().version()).isEqualTo(2);
    }

    @Test
    void a_deleted_resource_is_gone() {
        var made = store.create(People.amina());
        store.delete("Patient/" + made.id());
        assertThat(store.read("Patient/" + made.id())).isEqualTo(new ReadResult.Deleted(2));
    }

    @Test
    void a_record_is_found_by_what_it_says() {
        var amina = store.create(People.amina().replace("Testwoman", "Searchname"));
        var weight = store.create(People.weight("Patient/" + amina.id(), "71.5", "2024-05-01T09:00:00Z"));
        for (var url : new String[] {
            "Patient?name=searchn",
            "Patient?family=Searchname&birthdate=1970-01-02",
            "Patient?identifier=urn:example:record|TEST-0001&family=searchname",
            "Patient?name:contains=archna",
            "Patient?birthdate=1970&family:exact=Searchname",
            "Patient?_has:Observation:patient:code=29463-7&name=searchname"
        }) {
            assertThat(store.search(url).matches())
                    .as(url)
                    .extracting(Version::id)
                    .containsExactly(amina.id());
        }
        for (var url : new String[] {
            "Observation?patient=" + amina.id(),
            "Observation?patient=" + amina.id() + "&code=http://loinc.org|29463-7&date=ge2024-05-01",
            "Observation?patient=" + amina.id() + "&value-quantity=gt71",
            "Observation?patient=" + amina.id() + "&value-quantity=71.5||kg",
            "Observation?subject:Patient.name=Searchname",
            "Observation?patient=" + amina.id() + "&category=vital-signs&_sort=-date",
            "Observation?patient=" + amina.id() + "&code:text=body"
        }) {
            assertThat(store.search(url).matches())
                    .as(url)
                    .extracting(Version::id)
                    .containsExactly(weight.id());
        }
        for (var url : new String[] {
            "Observation?patient=" + amina.id() + "&date=lt2024-05-01",
            "Observation?patient=" + amina.id() + "&value-quantity=gt72",
            "Observation?patient=" + amina.id() + "&status=amended",
            "Observation?subject:Patient.name=Nobody"
        }) {
            assertThat(store.search(url).matches()).as(url).isEmpty();
        }
    }
}
