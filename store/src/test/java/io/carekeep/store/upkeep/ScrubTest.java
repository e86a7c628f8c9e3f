package io.carekeep.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Action;
import io.carekeep.access.Interaction;
import io.carekeep.access.Trails;
import io.carekeep.store.TestStore;
import io.carekeep.testkit.People;
import io.carekeep.testkit.Safeguard;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Whatever was done to the rows, the scrub names it.
@Safeguard("164.312(c)(2)")
final class ScrubTest {

    private TestStore store;
    private long number;

    @BeforeEach
    void open() {
        store = new TestStore();
        var patient = store.create(People.amina());
        store.create(People.weight("Patient/" + patient.id(), "71.5", "2024-05-01T09:00:00Z"));
        store.put("Patient/chosen", chosen("Testwoman"));
        store.put("Patient/chosen", chosen("Testlady"));
        store.put("Patient/chosen", chosen("Testperson"));
        store.create(People.weight("Patient/chosen", "80", "2024-05-01T09:00:00Z"));
        store.create("{\"resourceType\":\"Practitioner\",\"name\":[{\"family\":\"Testdoctor\"}]}");
        store.put("Patient/deleted", chosen("Testghost").replace("chosen", "deleted"));
        store.delete("Patient/deleted");
        number = store.store.names().find(TestStore.key("Patient/chosen")).orElseThrow();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static String chosen(String family) {
        return "{\"resourceType\":\"Patient\",\"id\":\"chosen\",\"name\":[{\"family\":\"" + family + "\"}]}";
    }

    private ScrubReport scrub() {
        return new Scrub(store.store, store.database.database(), store.parser, new Trails(store.log), Pace.FREE, 2)
                .run();
    }

    private void alter(String statement) {
        assertThat(store.database
                        .database()
                        .sql()
                        .sql(statement)
                        .param("number", number)
                        .update())
                .isPositive();
    }

    @Test
    void an_untouched_store_is_clean() {
        var report = scrub();
        assertThat(report.flaws()).isEmpty();
        assertThat(report.clean()).isTrue();
        assertThat(report.rows()).isEqualTo(6);
        assertThat(report.versions()).isEqualTo(3);
    }

    @Test
    void a_change_of_an_account_is_no_missing_record() {
        store.gate.pass(store.administrator, Action.of(Interaction.MANAGE_ACCOUNTS), permit -> {
            permit.trail().changed(1, 0, new byte[16]);
            return true;
        });
        assertThat(scrub().flaws()).isEmpty();
    }

    @Test
    void a_flipped_bit_is_named() {
        alter(
                "update store.version set body = set_bit(body, 99, 1 - get_bit(body, 99)) where number = :number and version = 1");
        assertThat(scrub().flaws()).containsExactly(new Flaw(number, 1, Flaw.Kind.DAMAGED));
    }

    @Test
    void a_state_that_is_none_is_named() {
        alter("update store.current set state = 12 where number = :number");
        assertThat(scrub().flaws()).contains(new Flaw(number, 3, Flaw.Kind.DAMAGED));
    }

    @Test
    void a_removed_newest_version_is_named() {
        alter("delete from store.current where number = :number");
        alter("with back as (delete from store.version where number = :number and version = 2 returning *)"
                + " insert into store.current select * from back");
        assertThat(scrub().flaws()).containsExactly(new Flaw(number, 3, Flaw.Kind.NEWEST_MISSING));
    }

    @Test
    void a_removed_resource_is_named() {
        alter("delete from store.current where number = :number");
        alter("delete from store.version where number = :number");
        assertThat(scrub().flaws()).containsExactly(new Flaw(number, 3, Flaw.Kind.NEWEST_MISSING));
    }

    @Test
    void a_removed_older_version_is_named() {
        alter("delete from store.version where number = :number and version = 1");
        assertThat(scrub().flaws()).containsExactly(new Flaw(number, 1, Flaw.Kind.VERSION_MISSING));
    }

    @Test
    void a_missing_key_is_named() {
        alter("delete from store.home where home = :number");
        assertThat(scrub().flaws())
                .contains(
                        new Flaw(number, 3, Flaw.Kind.KEY_MISSING),
                        new Flaw(number, 2, Flaw.Kind.KEY_MISSING),
                        new Flaw(number, 1, Flaw.Kind.KEY_MISSING));
    }

    @Test
    void an_id_that_leads_elsewhere_is_named() {
        alter("update store.name set number = number + 1 where number = :number");
        assertThat(scrub().flaws()).contains(new Flaw(number, 3, Flaw.Kind.ID));
    }

    @Test
    void a_version_that_nobody_audited_is_named() {
        asOwner("delete from audit.entry");
        assertThat(scrub().flaws())
                .hasSize(6)
                .allSatisfy(flaw -> assertThat(flaw.kind()).isEqualTo(Flaw.Kind.UNAUDITED));
    }

    @Test
    void entries_that_got_their_numbers_count_like_the_others() {
        assertThat(store.database
                        .database()
                        .sql()
                        .sql("select length(leaves) from audit.take(1000, 0)")
                        .query(Integer.class)
                        .single())
                .isPositive();
        assertThat(scrub().flaws()).isEmpty();
        alter("delete from store.current where number = :number");
        alter("delete from store.version where number = :number");
        assertThat(scrub().flaws()).containsExactly(new Flaw(number, 3, Flaw.Kind.NEWEST_MISSING));
    }

    @Test
    void an_altered_audit_entry_is_counted() {
        asOwner("update audit.entry set at = at + 1 where interaction = 8");
        var report = scrub();
        assertThat(report.damagedEntries()).isEqualTo(1);
        assertThat(report.clean()).isFalse();
    }

    @Test
    void a_coding_that_the_vocabulary_lost_is_named() {
        asOwner("delete from store.vocabulary where token = (select min(token) from store.vocabulary)");
        // Which coding has the least token differs with the keys; one that several records have is named with some of
        // them.
        assertThat(scrub().flaws())
                .isNotEmpty()
                .allSatisfy(flaw -> assertThat(flaw.kind()).isEqualTo(Flaw.Kind.CODING_MISSING));
    }

    @Test
    void an_altered_line_of_the_vocabulary_is_named() {
        asOwner("update store.vocabulary set code = code + 1 where token = (select min(token) from store.vocabulary)");
        assertThat(scrub().flaws()).containsExactly(new Flaw(0, 0, Flaw.Kind.CODING_ALTERED));
    }

    @Test
    void an_erased_patient_leaves_no_flaw_and_one_that_comes_back_is_named() {
        store.create("""
                {"resourceType":"Group","type":"person","actual":true,
                 "member":[{"entity":{"reference":"Patient/deleted"}},{"entity":{"reference":"Patient/chosen"}}]}""");
        asOwner("create table store.copy as select * from store.current where number = " + number);
        var key = TestStore.key("Patient/chosen");
        var erasure = new Erasure(store.store, store.database.database(), store.clock);
        store.gate.pass(
                store.administrator, new Action(Interaction.ERASE, key.type()), permit -> erasure.erase(permit, key));
        assertThat(scrub().flaws()).isEmpty();
        asOwner("insert into store.current select * from store.copy");
        assertThat(scrub().flaws()).contains(new Flaw(number, 3, Flaw.Kind.ERASED));
    }

    private void asOwner(String statement) {
        JdbcClient.create(store.database.database().owner()).sql(statement).update();
    }

    @Test
    void writers_at_work_are_no_flaw() throws InterruptedException {
        var ends = new AtomicBoolean();
        var writer = Thread.ofPlatform().start(() -> {
            while (!ends.get()) {
                store.put("Patient/chosen", chosen("Testperson"));
                store.create(People.weight("Patient/chosen", "80", "2024-05-01T09:00:00Z"));
            }
        });
        for (int round = 0; round < 5; round++) {
            assertThat(scrub().flaws()).isEmpty();
        }
        ends.set(true);
        writer.join();
        assertThat(List.of(scrub().flaws())).hasSize(1);
    }
}
