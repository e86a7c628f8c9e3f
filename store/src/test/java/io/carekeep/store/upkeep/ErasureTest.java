package io.carekeep.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Interaction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.store.ReadResult;
import io.carekeep.store.TestStore;
import io.carekeep.testkit.Safeguard;
import io.carekeep.vault.KeysUnusable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An erased patient is unreadable, here and in every copy; nobody else is touched.
@Safeguard("164.310(d)(2)(i)")
final class ErasureTest {

    private TestStore store;

    @BeforeEach
    void open() {
        store = new TestStore();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static String patient(String id) {
        return "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"name\":[{\"family\":\"Testperson\"}]}";
    }

    private static String observation(String id, String patient) {
        return """
                {"resourceType":"Observation","id":"%s","status":"final","code":{"text":"weight"},
                 "subject":{"reference":"Patient/%s"}}""".formatted(id, patient);
    }

    private void write(String patient) {
        store.put("Patient/" + patient, patient(patient));
        for (int at = 1; at <= 3; at++) {
            var id = patient + "-obs-" + at;
            store.put("Observation/" + id, observation(id, patient));
        }
        store.put("Observation/" + patient + "-obs-1", observation(patient + "-obs-1", patient));
        store.delete("Observation/" + patient + "-obs-2");
    }

    private Erased erase(String patient) {
        return erase(store.administrator, patient);
    }

    private Erased erase(Caller caller, String patient) {
        var key = TestStore.key("Patient/" + patient);
        var erasure = new Erasure(store.store, store.database.database(), store.clock);
        return store.gate.pass(caller, new Action(Interaction.ERASE, key.type()), permit -> erasure.erase(permit, key));
    }

    private long number(String address) {
        return store.store.names().find(TestStore.key(address)).orElseThrow();
    }

    private long count(String table, long home) {
        return store.database
                .database()
                .sql()
                .sql("select count(*) from store." + table + " where home = :home")
                .param("home", home)
                .query(Long.class)
                .single();
    }

    @Test
    void everything_of_the_patient_goes_and_others_stay() {
        write("amina");
        write("bruno");
        long amina = number("Patient/amina");
        long bruno = number("Patient/bruno");
        var erased = erase("amina");
        assertThat(erased.rows()).isEqualTo(6);
        assertThat(erased.referring()).isEmpty();
        for (var table : List.of("current", "version", "home")) {
            assertThat(count(table, amina)).as(table).isZero();
            assertThat(count(table, bruno)).as(table).isPositive();
        }
        assertThat(count("tombstone", amina)).isEqualTo(1);
        assertThat(store.read("Patient/amina")).isEqualTo(new ReadResult.Absent());
        assertThat(store.read("Observation/amina-obs-1")).isEqualTo(new ReadResult.Absent());
        assertThat(store.search("Patient?name=testperson").matches()).hasSize(1);
        assertThat(store.read("Observation/bruno-obs-1")).isInstanceOf(ReadResult.Found.class);
    }

    @Test
    void only_an_administrator_erases() {
        write("amina");
        assertThatThrownBy(() -> erase(store.operator, "amina"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isInstanceOf(Problem.Forbidden.class));
        assertThat(store.read("Patient/amina")).isInstanceOf(ReadResult.Found.class);
    }

    @Test
    void nobody_unknown_is_erased() {
        assertThatThrownBy(() -> erase("nobody"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isInstanceOf(Problem.Missing.class));
    }

    @Test
    void records_of_others_that_refer_to_the_patient_are_listed() {
        write("amina");
        write("bruno");
        store.put("Patient/bruno", """
                {"resourceType":"Patient","id":"bruno",
                 "link":[{"other":{"reference":"Patient/amina"},"type":"seealso"}]}""");
        store.put("Patient/bruno", patient("bruno"));
        var group = store.create("""
                {"resourceType":"Group","type":"person","actual":true,
                 "member":[{"entity":{"reference":"Patient/bruno"}},{"entity":{"reference":"Patient/amina"}}]}""");
        assertThat(erase("amina").referring())
                .containsExactlyInAnyOrder(
                        new Erased.Referring(group.number(), 1), new Erased.Referring(number("Patient/bruno"), 2));
    }

    @Test
    void a_record_that_moved_on_loses_only_the_versions_of_the_erased_patient() {
        write("amina");
        write("bruno");
        store.put("Observation/mover", observation("mover", "amina"));
        store.put("Observation/mover", observation("mover", "bruno"));
        erase("amina");
        assertThat(store.read("Observation/mover")).isInstanceOf(ReadResult.Found.class);
        var key = TestStore.key("Observation/mover");
        var first = store.gate.pass(
                store.operator,
                Action.vread(key.type()),
                permit -> store.finding.store().vread(permit, key, 1));
        assertThat(first).isEqualTo(new ReadResult.Absent());
    }

    @Test
    void nothing_is_added_to_an_erased_home() {
        var made = store.create("{\"resourceType\":\"Patient\",\"active\":true}");
        var key = TestStore.key("Patient/" + made.id());
        erase(made.id());
        assertThatThrownBy(() -> store.create(observation("x", made.id()).replace("\"id\":\"x\",", "")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isInstanceOf(Problem.Conflict.class));
        assertThat(store.store.names().find(key)).isPresent();
        assertThat(erase(made.id()).rows()).isZero();
    }

    @Test
    void a_writer_who_is_at_it_is_waited_for_and_what_it_wrote_goes_too() throws Exception {
        write("amina");
        long home = number("Patient/amina");
        var written = new CompletableFuture<Void>();
        var goOn = new CompletableFuture<Void>();
        var writer = CompletableFuture.runAsync(() -> store.gate.pass(
                store.operator, Action.create(TestStore.key("Observation/x").type()), permit -> {
                    var made = store.writer.create(
                            permit,
                            TestStore.key("Observation/x").type(),
                            store.parse(observation("x", "amina")),
                            List.of());
                    written.complete(null);
                    goOn.join();
                    return made;
                }));
        written.get(30, TimeUnit.SECONDS);
        var erasing = CompletableFuture.supplyAsync(() -> erase("amina"));
        Thread.sleep(300);
        assertThat(erasing).isNotDone();
        goOn.complete(null);
        writer.get(30, TimeUnit.SECONDS);
        assertThat(erasing.get(30, TimeUnit.SECONDS).rows()).isEqualTo(7);
        assertThat(count("current", home)).isZero();
    }

    @Test
    void an_old_copy_with_its_log_opens_nothing_of_the_patient_with_todays_keys() throws Exception {
        write("amina");
        write("bruno");
        long amina = number("Patient/amina");
        store.stop();
        var home = store.database.home();
        var keyFile = TestStore.keyFile(home);
        var copy = Files.createTempDirectory("carekeep-copy");
        copy(home, copy);

        store = TestStore.over(home, keyFile);
        erase("amina");
        endTheEpoch();
        assertThat(store.read("Patient/bruno")).isInstanceOf(ReadResult.Found.class);

        // The copy alone opens nothing at all: its epoch is gone.
        assertThatThrownBy(() -> OldCopy.openVault(copy, keyFile))
                .isInstanceOf(KeysUnusable.class)
                .hasMessageContaining("epoch 1");
        // With today's keys of the homes, as a restore brings them, the others open and the erased doesn't.
        OldCopy.bringKeys(store.database, copy);
        try (var restored = TestStore.over(copy, keyFile)) {
            assertThat(restored.read("Patient/bruno")).isInstanceOf(ReadResult.Found.class);
            assertThat(restored.read("Observation/bruno-obs-1")).isInstanceOf(ReadResult.Found.class);
            assertThat(OldCopy.rows(restored.database, amina)).isPositive();
            assertThatThrownBy(() -> restored.read("Patient/amina")).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> restored.read("Observation/amina-obs-1")).isInstanceOf(Refused.class);
            // Neither with the wrapped key that the copy has, under whatever epoch it is tried.
            var wrapped = OldCopy.wrappedKey(copy, amina);
            for (int epoch = 1; epoch <= 3; epoch++) {
                int tried = epoch;
                assertThatThrownBy(() -> restored.vault.openHome(amina, tried, wrapped))
                        .isInstanceOf(RuntimeException.class);
            }
        }
    }

    private void endTheEpoch() {
        var rewrap = new Rewrap(store.store, store.database.database(), store.clock, Pace.FREE);
        assertThat(rewrap.due()).isFalse();
        store.clock.pass(Duration.ofHours(13));
        assertThat(rewrap.due()).isTrue();
        rewrap.run();
        assertThat(rewrap.due()).isFalse();
    }

    private static void copy(Path from, Path to) throws Exception {
        assertThat(new ProcessBuilder("cp", "-a", from + "/.", to.toString())
                        .start()
                        .waitFor())
                .isZero();
    }
}
