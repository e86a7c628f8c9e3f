package io.carekeep.store.write;

import static io.carekeep.store.write.Attempts.PATIENT;
import static io.carekeep.store.write.Attempts.entry;
import static io.carekeep.store.write.Attempts.entryIfNone;
import static io.carekeep.store.write.Attempts.identified;
import static io.carekeep.store.write.Attempts.observation;
import static io.carekeep.store.write.Attempts.patient;
import static io.carekeep.store.write.Attempts.put;
import static io.carekeep.store.write.Attempts.transaction;
import static io.carekeep.store.write.Attempts.upTo;
import static io.carekeep.store.write.Attempts.version;
import static io.carekeep.store.write.Attempts.versions;
import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Action;
import io.carekeep.access.Trails;
import io.carekeep.base.Problem;
import io.carekeep.fhir.patch.JsonPatch;
import io.carekeep.store.ReadResult;
import io.carekeep.store.TestStore;
import io.carekeep.store.upkeep.Pace;
import io.carekeep.store.upkeep.Scrub;
import io.carekeep.testkit.AtOnce;
import io.carekeep.testkit.Trials;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Many writers at once, through two servers over one PostgreSQL.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConcurrentWritesTest {

    private static final int CLIENTS = 50;
    private static final int FEW = 8;
    private static final int MEETINGS = 60;

    private TestStore first;
    private TestStore second;

    /// The store to try.
    TestStore opened() throws Exception {
        return new TestStore();
    }

    /// Another server over the same database.
    TestStore beside(TestStore store) {
        return store.beside();
    }

    @BeforeAll
    void open() throws Exception {
        first = opened();
        second = beside(first);
    }

    @AfterEach
    void every_row_is_as_it_was_written_and_audited() {
        var trails = new Trails(first.log);
        var report = new Scrub(first.store, first.database.database(), first.parser, trails, Pace.FREE).run();
        assertThat(report.flaws()).isEmpty();
        assertThat(report.clean()).isTrue();
    }

    @AfterAll
    void close() throws Exception {
        first.close();
    }

    private TestStore server(int client) {
        return client % 2 == 0 ? first : second;
    }

    @Test
    void of_fifty_conditional_creates_one_creates() throws Exception {
        for (var value : List.of("C-1", "C-2", "C-3")) {
            var got = AtOnce.of(
                    CLIENTS,
                    client -> Attempts.create(
                            server(client), patient("", value, "Testwriter" + client), identified(value)));
            assertThat(got).filteredOn(Written.Created.class::isInstance).hasSize(1);
            assertThat(got).filteredOn(Written.Existing.class::isInstance).hasSize(CLIENTS - 1);
            assertThat(Attempts.ids(got)).hasSize(1);
            assertThat(second.search("Patient?" + identified(value)).matches()).hasSize(1);
        }
    }

    @Test
    void a_condition_is_the_same_however_it_is_written() throws Exception {
        for (var value : List.of("W-1", "W-2", "W-3")) {
            var ways = List.of(
                    identified(value) + "&family=testway",
                    "family=testway&" + identified(value),
                    "identifier=urn%3Aexample%3Arecord%7C" + value + "&family=testway");
            var json = patient("", value, "Testway");
            var got = AtOnce.of(CLIENTS, client -> {
                var way = ways.get(client % 3);
                return client < CLIENTS / 2
                        ? Attempts.create(server(client), json, way)
                        : Attempts.first(transaction(server(client), List.of(entryIfNone(way, json))));
            });
            assertThat(got).filteredOn(Written.Created.class::isInstance).hasSize(1);
            assertThat(Attempts.ids(got)).hasSize(1);
        }
    }

    @Test
    void of_fifty_updates_of_one_version_one_wins() throws Exception {
        put(first, "Patient/match", patient("match", "M-1", "Testbegin"));
        for (int before = 1; before <= 4; before++) {
            var ifMatch = OptionalInt.of(before);
            var got = AtOnce.of(CLIENTS, client -> {
                var json = patient("match", "M-1", "Testwriter" + client);
                return put(server(client), "Patient/match", json, ifMatch);
            });
            var won = got.stream().filter(Written.Updated.class::isInstance).toList();
            assertThat(versions(won)).containsExactly(before + 1);
            assertThat(got)
                    .filteredOn(Problem.PreconditionFailed.class::isInstance)
                    .hasSize(CLIENTS - 1);
        }
    }

    @Test
    void who_reads_again_after_a_conflict_gets_through_and_no_version_is_left_out() throws Exception {
        put(first, "Patient/again", patient("again", "A-1", "Testbegin"));
        int turns = 5;
        var made = AtOnce.of(FEW, client -> {
            var numbers = new ArrayList<Integer>();
            while (numbers.size() < turns) {
                var ifMatch = OptionalInt.of(current("Patient/again"));
                var json = patient("again", "A-1", "Testwriter" + client);
                var got = put(server(client), "Patient/again", json, ifMatch);
                if (got instanceof Written.Updated) {
                    numbers.add(version(got).version());
                } else {
                    assertThat(got).isInstanceOf(Problem.PreconditionFailed.class);
                }
            }
            return numbers;
        });
        int last = 1 + FEW * turns;
        assertThat(made.stream().flatMap(List::stream).sorted())
                .isEqualTo(upTo(last).subList(1, last));
        for (int version = 1; version <= last; version++) {
            assertThat(stored("Patient/again", version)).contains("\"versionId\":\"" + version + "\"");
        }
    }

    private int current(String address) {
        return ((ReadResult.Found) first.read(address)).version().version();
    }

    private String stored(String address, int version) {
        var found = second.gate.pass(
                second.operator,
                Action.vread(PATIENT),
                permit -> second.finding.store().vread(permit, TestStore.key(address), version));
        return TestStore.json(((ReadResult.Found) found).version());
    }

    @Test
    void updates_without_a_version_all_count() throws Exception {
        var got = AtOnce.of(
                CLIENTS, client -> put(server(client), "Patient/every", patient("every", "E-1", "Testw" + client)));
        assertThat(versions(got)).isEqualTo(upTo(CLIENTS));
        for (int client = 0; client < CLIENTS; client++) {
            assertThat(stored("Patient/every", version(got.get(client)).version()))
                    .contains("\"family\":\"Testw" + client + "\"");
        }
    }

    @Test
    void of_fifty_updates_that_create_one_chosen_id_one_creates() throws Exception {
        for (var id : List.of("born-1", "born-2", "born-3")) {
            var address = "Observation/" + id;
            var got = AtOnce.of(CLIENTS, client -> {
                // Each names another patient, so each would lie in another home.
                var json = observation(id, "of-" + client);
                return client % 3 == 0
                        ? Attempts.first(transaction(server(client), List.of(entry("PUT", address, json))))
                        : put(server(client), address, json);
            });
            assertThat(got).filteredOn(Written.Created.class::isInstance).hasSize(1);
            assertThat(versions(got)).isEqualTo(upTo(CLIENTS));
        }
    }

    @Test
    void of_fifty_conditional_updates_one_creates_and_the_others_update_it() throws Exception {
        for (var id : List.of("", "conditional")) {
            var value = "U-" + id;
            var got = AtOnce.of(
                    CLIENTS,
                    client -> Attempts.update(
                            server(client), identified(value), patient(id, value, "Testwriter" + client)));
            assertThat(got).filteredOn(Written.Created.class::isInstance).hasSize(1);
            assertThat(versions(got)).isEqualTo(upTo(CLIENTS));
            assertThat(Attempts.ids(got)).hasSize(1);
        }
    }

    @Test
    void a_conditional_update_never_waits_for_a_bundle_that_waits_for_it() throws Exception {
        for (int meeting = 0; meeting < MEETINGS; meeting++) {
            var id = "wait-" + meeting;
            var json = patient(id, id, "Testwait");
            var bundle =
                    List.of(entry("PUT", "Patient/" + id, json), entryIfNone(identified(id), patient("", id, "T")));
            var got = AtOnce.of(
                    FEW,
                    client -> client % 2 == 0
                            ? Attempts.update(server(client / 2), identified(id), json)
                            : transaction(server(client / 2), bundle));
            assertThat(got).noneMatch(Attempts::failed);
        }
    }

    @Test
    void deletes_at_once_make_one_version() throws Exception {
        put(first, "Patient/gone", patient("gone", "G-1", "Testghost"));
        var got = AtOnce.of(CLIENTS, client -> Attempts.delete(server(client), "Patient/gone"));
        assertThat(got).allSatisfy(each -> assertThat(each).isEqualTo(new Written.Removed(2)));
        assertThat(second.read("Patient/gone")).isEqualTo(new ReadResult.Deleted(2));
    }

    @Test
    void bundles_over_the_same_rows_in_opposite_order_all_go_in() throws Exception {
        var ids = IntStream.range(0, 20).mapToObj(at -> "row-" + at).toList();
        for (int meeting = 1; meeting <= MEETINGS; meeting++) {
            var got = AtOnce.of(4, client -> {
                var entries = new ArrayList<String>();
                ids.forEach(id -> entries.add(entry("PUT", "Patient/" + id, patient(id, id, "Testclient" + client))));
                entries.add(entryIfNone(identified("both"), patient("", "both", "Testboth")));
                if (client % 2 == 1) {
                    Collections.reverse(entries);
                }
                return transaction(server(client / 2), entries);
            });
            assertThat(got).allSatisfy(each -> assertThat(each).isInstanceOf(List.class));
            var last = ids.stream().map(id -> family("Patient/" + id)).distinct();
            assertThat(last).as("one bundle came last, with all of it").hasSize(1);
        }
        assertThat(ids).allSatisfy(id -> assertThat(current("Patient/" + id)).isEqualTo(4 * MEETINGS));
        assertThat(first.search("Patient?" + identified("both")).matches()).hasSize(1);
    }

    private String family(String address) {
        var json = TestStore.json(((ReadResult.Found) first.read(address)).version());
        return json.substring(json.indexOf("Testclient"));
    }

    @Test
    void writes_of_every_kind_over_the_same_rows_never_stand_in_each_others_way() throws Exception {
        Trials.of(40, seeded -> {
            long seed = seeded.nextLong();
            var got = AtOnce.of(FEW, client -> {
                var random = new Random(seed + client);
                return random.ints(6)
                        .mapToObj(_ -> Attempts.any(server(client), random))
                        .toList();
            });
            assertThat(got.stream().flatMap(List::stream)).noneMatch(Attempts::failed);
        });
    }

    @Test
    void a_record_that_moves_to_another_patient_is_patched_where_it_went() throws Exception {
        var key = TestStore.key("Observation/moving");
        var patch = first.parse("[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"amended\"}]");
        put(first, "Observation/moving", observation("moving", "start"));
        for (int meeting = 0; meeting < MEETINGS; meeting++) {
            var patient = "p" + meeting + "-";
            var got = AtOnce.of(
                    FEW,
                    client -> client % 2 == 0
                            ? put(server(client / 2), "Observation/moving", observation("moving", patient + client))
                            : Attempts.tried(
                                    server(client / 2),
                                    Action.patch(key.type()),
                                    permit -> server(client / 2)
                                            .writer
                                            .patch(
                                                    permit,
                                                    key,
                                                    stored -> JsonPatch.apply(stored, patch),
                                                    OptionalInt.empty())));
            assertThat(got).allSatisfy(each -> assertThat(each).isInstanceOf(Written.Updated.class));
        }
    }
}
