package io.carekeep.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Action;
import io.carekeep.access.Interaction;
import io.carekeep.store.TestStore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who is bound to which patient is read out of records that were there before, and forgotten with the patient.
final class CareUpkeepTest {

    private TestStore store;

    @BeforeEach
    void open() {
        store = new TestStore();
        for (var id : List.of("a", "b")) {
            store.put("Patient/" + id, """
                    {"resourceType":"Patient","id":"%s","generalPractitioner":[{"reference":"Practitioner/dr"}]}""".formatted(id));
        }
        // It lies in the home of the first, and binds to both.
        store.put("Group/g", """
                {"resourceType":"Group","id":"g","type":"person","actual":true,
                 "managingEntity":{"reference":"Practitioner/other"},
                 "member":[{"entity":{"reference":"Patient/a"}},{"entity":{"reference":"Patient/b"}}]}""");
        store.put("Group/g", """
                {"resourceType":"Group","id":"g","type":"person","actual":true,
                 "managingEntity":{"reference":"Practitioner/dr"},
                 "member":[{"entity":{"reference":"Patient/a"}},{"entity":{"reference":"Patient/b"}}]}""");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private List<String> bound() {
        return store.database
                .database()
                .sql()
                .sql("select home, bond, actor, source, low, high from store.care order by home, actor, source")
                .query((row, _) -> row.getLong(1) + " " + row.getInt(2) + " " + row.getLong(3) + " " + row.getLong(4)
                        + " " + row.getLong(5) + " " + row.getLong(6))
                .list();
    }

    @Test
    void a_walk_reads_it_out_of_what_was_there_before() {
        var before = bound();
        assertThat(before).hasSize(4);
        store.database.database().sql().sql("delete from store.care").update();
        Changing.rotate(store);
        assertThat(bound()).isEqualTo(before);
        Changing.rotate(store);
        assertThat(bound()).isEqualTo(before);
    }

    @Test
    void it_is_forgotten_with_the_patient() {
        var key = TestStore.key("Patient/a");
        var erasure = new Erasure(store.store, store.database.database(), store.clock);
        store.gate.pass(
                store.administrator, new Action(Interaction.ERASE, key.type()), permit -> erasure.erase(permit, key));
        long b = store.store.names().find(TestStore.key("Patient/b")).orElseThrow();
        assertThat(bound()).hasSize(1).allMatch(each -> each.startsWith(b + " "));
    }
}
