package io.carekeep.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Action;
import io.carekeep.access.Interaction;
import io.carekeep.store.TestStore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What consents say is read out of records that were there before, follows the token key, and is forgotten with the
/// patient.
final class ConsentUpkeepTest {

    private TestStore store;

    @BeforeEach
    void open() {
        store = new TestStore();
        for (var id : List.of("a", "b")) {
            store.put("Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"%s\"}".formatted(id));
            store.put("Consent/of-" + id, """
                    {"resourceType":"Consent","id":"of-%s","status":"active","category":[{"text":"privacy"}],
                     "scope":{"coding":[{"code":"patient-privacy"}]},"policyRule":{"text":"mine"},
                     "patient":{"reference":"Patient/%s"},"provision":{"type":"deny","provision":[
                     {"type":"permit","actor":[{"role":{"coding":[{"code":"PRCP"}]},
                     "reference":{"reference":"Practitioner/dr"}}],
                     "securityLabel":[{"system":"urn:example:labels","code":"ETH"}]}]}}""".formatted(id, id));
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private List<String> said(String columns) {
        return store.database
                .database()
                .sql()
                .sql("select row(" + columns + ")::text from store.consent order by home, part, word")
                .query((row, _) -> row.getString(1))
                .list();
    }

    @Test
    void a_walk_reads_them_out_of_what_was_there_before() {
        var columns = "home, source, part, parent, word, low, high, actors, purposes, classes, data";
        var before = said(columns);
        assertThat(before).hasSize(6);
        store.database.database().sql().sql("delete from store.consent").update();
        Changing.rotate(store);
        assertThat(said(columns)).isEqualTo(before);
        var labels = said("labels");
        Changing.rotate(store);
        assertThat(said(columns)).isEqualTo(before);
        assertThat(said("labels")).as("by another key").isNotEqualTo(labels);
    }

    @Test
    void they_are_forgotten_with_the_patient() {
        var key = TestStore.key("Patient/a");
        var erasure = new Erasure(store.store, store.database.database(), store.clock);
        store.gate.pass(
                store.administrator, new Action(Interaction.ERASE, key.type()), permit -> erasure.erase(permit, key));
        long b = store.store.names().find(TestStore.key("Patient/b")).orElseThrow();
        assertThat(said("home")).hasSize(3).containsOnly("(" + b + ")");
    }
}
