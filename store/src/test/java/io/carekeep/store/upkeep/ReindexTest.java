package io.carekeep.store.upkeep;

import static io.carekeep.store.upkeep.Changing.announce;
import static io.carekeep.store.upkeep.Changing.cutOff;
import static io.carekeep.store.upkeep.Changing.fill;
import static io.carekeep.store.upkeep.Changing.finds;
import static io.carekeep.store.upkeep.Changing.patient;
import static io.carekeep.store.upkeep.Changing.reindex;
import static io.carekeep.store.upkeep.Changing.rotate;
import static io.carekeep.store.upkeep.Changing.scrub;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Action;
import io.carekeep.access.Interaction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.base.database.Alone;
import io.carekeep.store.Numbering;
import io.carekeep.store.ReadResult;
import io.carekeep.store.TestStore;
import io.carekeep.testkit.People;
import io.carekeep.testkit.Trials;
import io.carekeep.vault.KeysUnusable;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Token keys and extractions change, and everything is found by what it is found by.
final class ReindexTest {

    private TestStore store;

    @BeforeEach
    void open() {
        store = new TestStore();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private List<Long> tokens(String table) {
        return store
                .database
                .database()
                .sql()
                .sql("select distinct unnest(index) from store." + table)
                .query((row, _) -> row.getLong(1))
                .list()
                .stream()
                .filter(value -> value < 0)
                .sorted()
                .toList();
    }

    private Map<String, String> rows() {
        var rows = new TreeMap<String, String>();
        for (var table : List.of("current", "version")) {
            store.database
                    .database()
                    .sql()
                    .sql("select number, version, at, home, state, present, ranges::text from store." + table)
                    .query((row, _) -> rows.put(
                            row.getLong(1) + "/" + row.getInt(2),
                            row.getLong(3) + " " + row.getLong(4) + " " + row.getInt(5) + " " + row.getLong(6) + " "
                                    + row.getString(7)))
                    .list();
        }
        return rows;
    }

    @Test
    void after_a_change_of_the_token_key_everything_is_found_and_nothing_else_has_changed() {
        fill(store);
        finds(store);
        var before = rows();
        var current = tokens("current");
        var older = tokens("version");

        announce(store);
        finds(store);
        assertThat(tokens("current")).isEqualTo(current);
        assertThat(reindex(store).due()).isTrue();
        assertThat(reindex(store).run()).isEqualTo(10);

        finds(store);
        assertThat(rows()).isEqualTo(before);
        assertThat(tokens("current")).hasSameSizeAs(current).doesNotContainAnyElementsOf(current);
        assertThat(tokens("version")).hasSameSizeAs(older).doesNotContainAnyElementsOf(older);
        assertThat(scrub(store).flaws()).isEmpty();
        assertThat(reindex(store).due()).isFalse();
        var known = ((ReadResult.Deleted) store.read("Patient/deleted")).version();
        assertThat(known).isEqualTo(2);
        assertThat(store.put("Patient/later", patient("later", "Testlate"))).isNotNull();
        finds(store, "Observation?patient.family=testlate", 1);
    }

    @Test
    void the_old_key_is_destroyed_and_with_it_what_was_made_of_it() {
        fill(store);
        var vocabulary = "select count(*) from store.vocabulary";
        var lines = store.database.database().sql().sql(vocabulary).query(Integer.class);
        int before = lines.single();
        rotate(store);
        assertThat(store.vault.tokenGenerations()).containsExactly(2);
        assertThatThrownBy(() -> store.vault.tokens(1)).isInstanceOf(KeysUnusable.class);
        assertThat(lines.single()).isEqualTo(before);
        var restarted = store.beside();
        finds(restarted);
        rotate(restarted);
        finds(store);
        assertThat(store.vault.tokenGenerations()).containsExactly(3);
        assertThat(scrub(store).flaws()).isEmpty();
        restarted.appender.close();
    }

    @Test
    void only_one_change_at_a_time() {
        announce(store);
        assertThatThrownBy(() -> announce(store)).isInstanceOf(Refused.class);
        assertThat(store.vault.tokenGenerations()).containsExactly(1, 2);
        assertThat(reindex(store).progress()).isEqualTo(new Progress(1, 2, false, 0, 0));
        try (var other = Alone.at(2, store.database.database().owner()).orElseThrow()) {
            assertThat(other).isNotNull();
            assertThat(reindex(store).run()).isZero();
        }
        reindex(store).run();
        assertThat(reindex(store).progress()).isEqualTo(new Progress(2, 0, false, 0, 0));
    }

    @Test
    void a_walk_that_is_cut_off_anywhere_goes_on() {
        fill(store);
        Trials.of(8, random -> {
            announce(store);
            int crashes = 0;
            for (int left = random.nextInt(5); reindex(store).due(); left = random.nextInt(7)) {
                var again = store.beside();
                try {
                    cutOff(again, left);
                } catch (Changing.Crash _) {
                    crashes++;
                }
                finds(again);
                finds(store);
                assertThat(scrub(store).flaws()).isEmpty();
                again.appender.close();
            }
            assertThat(crashes).isLessThan(100);
            finds(store);
            assertThat(scrub(store).flaws()).isEmpty();
        });
        assertThat(store.vault.tokenGenerations()).hasSize(1);
    }

    @Test
    void a_run_that_is_interrupted_while_it_waits_writes_nothing_with_the_new_key() throws InterruptedException {
        fill(store);
        var current = tokens("current");
        announce(store);
        var run = Thread.ofPlatform().start(() -> {
            Thread.currentThread().interrupt();
            reindex(store).run();
        });
        run.join();
        assertThat(tokens("current")).isEqualTo(current);
        reindex(store).run();
        finds(store);
    }

    @Test
    void a_run_that_is_stopped_while_it_waits_writes_nothing_with_the_new_key() {
        fill(store);
        var current = tokens("current");
        announce(store);
        var stopped = reindex(store);
        stopped.stop();
        assertThat(stopped.run()).isZero();
        assertThat(tokens("current")).isEqualTo(current);
        assertThat(reindex(store).run()).isPositive();
        finds(store);
    }

    @Test
    void another_time_zone_of_the_site_is_extracted_by_itself_and_a_server_of_the_old_one_writes_no_more() {
        store.create(People.weight("Patient/a", "80", "2024-05-01"));
        finds(store, "Observation?date=ge2024-05-02T03:00:00Z", 0);
        var moved = store.beside(ZoneId.of("America/New_York"), TestStore.HEARD);
        assertThat(reindex(moved).due()).isTrue();
        assertThat(reindex(moved).run()).isEqualTo(1);
        finds(moved, "Observation?date=ge2024-05-02T03:00:00Z", 1);
        assertThat(scrub(moved).flaws()).isEmpty();
        assertThat(moved.vault.tokenGenerations()).containsExactly(1);
        assertThatThrownBy(() -> store.create(People.amina()))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem()).isInstanceOf(Problem.Unavailable.class));
        moved.create(People.amina());
        var again = store.beside(ZoneId.of("America/New_York"), TestStore.HEARD);
        assertThat(reindex(again).due()).isFalse();
        moved.appender.close();
        again.appender.close();
    }

    @Test
    void a_reference_to_an_erased_patient_stays_one() {
        store.put("Patient/gone", patient("gone", "Testgone"));
        store.put("Patient/other", patient("other", "Testother"));
        store.create("""
                {"resourceType":"Group","type":"person","actual":true,
                 "member":[{"entity":{"reference":"Patient/other"}},{"entity":{"reference":"Patient/gone"}}]}""");
        long number = store.store.names().find(TestStore.key("Patient/gone")).orElseThrow();
        var erasure = new Erasure(store.store, store.database.database(), store.clock);
        store.gate.pass(
                store.administrator,
                Action.of(Interaction.ERASE),
                permit -> erasure.erase(permit, TestStore.key("Patient/gone")));
        rotate(store);
        assertThat(scrub(store).flaws()).isEmpty();
        assertThat(store.database
                        .database()
                        .sql()
                        .sql("select count(*) from store.current where index && :values")
                        .param(
                                "values",
                                Arrays.stream(Numbering.references(number))
                                        .boxed()
                                        .toArray(Long[]::new))
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        finds(store, "Group?member=Patient/other", 1);
    }
}
