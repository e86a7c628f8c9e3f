package io.carekeep.store.upkeep;

import static io.carekeep.store.upkeep.Changing.announce;
import static io.carekeep.store.upkeep.Changing.cutOff;
import static io.carekeep.store.upkeep.Changing.fast;
import static io.carekeep.store.upkeep.Changing.fill;
import static io.carekeep.store.upkeep.Changing.finds;
import static io.carekeep.store.upkeep.Changing.patient;
import static io.carekeep.store.upkeep.Changing.reindex;
import static io.carekeep.store.upkeep.Changing.scrub;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Action;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.store.TestStore;
import io.carekeep.testkit.People;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Token keys change while others write, some of whom have not heard of it.
final class ReindexUnderLoadTest {

    private static final Duration NEVER = Duration.ofDays(1);
    private static final ResourceType PATIENT = ResourceType.of("Patient").orElseThrow();
    private static final int SHARED = 7;

    private TestStore store;

    @BeforeEach
    void open() {
        store = new TestStore();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void what_a_process_writes_that_has_not_heard_of_the_new_key_has_it_all_the_same() {
        fill(store);
        var late = store.beside(store.store.zone(), NEVER);
        late.create(People.bruno());
        announce(store);
        late.put("Patient/announced", patient("announced", "Testearly"));
        cut(store);
        late.put("Patient/walked", patient("walked", "Testearly"));
        var later = store.beside(store.store.zone(), NEVER);
        later.create(People.weight("Patient/walked", "90", "2024-05-01T09:00:00Z"));
        reindex(store).run();
        late.put("Patient/after", patient("after", "Testearly"));
        later.create("{\"resourceType\":\"Practitioner\",\"name\":[{\"family\":\"Testdoctor\"}]}");
        later.put("Patient/walked", patient("walked", "Testearly"));

        assertThat(scrub(store).flaws()).isEmpty();
        finds(store, "Patient?family=testearly", 3);
        finds(store, "Observation?patient=Patient/walked", 1);
        finds(store, "Observation?code=29463-7", 4);
        finds(store, "Practitioner?name=testdoctor", 2);
        late.appender.close();
        later.appender.close();
    }

    private static void cut(TestStore at) {
        assertThatThrownBy(() -> cutOff(at, 1)).isInstanceOf(Changing.Crash.class);
    }

    @Test
    void a_transaction_that_wrote_with_the_old_key_is_waited_for() throws InterruptedException {
        fill(store);
        var late = store.beside(store.store.zone(), NEVER);
        var wrote = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var writing = Thread.ofPlatform()
                .start(() -> late.write(Action.update(PATIENT), permit -> {
                    late.writer.update(
                            permit,
                            TestStore.key("Patient/slow"),
                            late.parse(patient("slow", "Testslow")),
                            OptionalInt.empty());
                    wrote.countDown();
                    return awaited(goOn);
                }));
        wrote.await();
        announce(store);
        var walking = Thread.ofPlatform().start(() -> reindex(store).run());
        assertThat(walking.join(Duration.ofMillis(500))).isFalse();
        assertThat(reindex(store).progress().walking()).isFalse();
        goOn.countDown();
        walking.join();
        writing.join();
        finds(store, "Patient?family=testslow", 1);
        assertThat(scrub(store).flaws()).isEmpty();
        late.appender.close();
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void keys_change_under_load_in_two_processes_and_everything_is_found_at_once() throws InterruptedException {
        fill(store);
        var beside = store.beside();
        int rounds;
        try (var work = new Work(store, beside, store, beside)) {
            for (int change = 0; change < 3; change++) {
                var by = change % 2 == 0 ? store : beside;
                announce(by);
                fast(by).run();
                assertThat(scrub(store).flaws()).isEmpty();
            }
            rounds = work.ended();
        }
        assertThat(rounds).isGreaterThan(20);
        assertThat(scrub(store).flaws()).isEmpty();
        assertThat(store.database
                        .database()
                        .sql()
                        .sql(
                                "select count(*) from (select number from store.name group by number having count(*) > 1) d")
                        .query(Integer.class)
                        .single())
                .isZero();
        finds(store, "Patient?family=testshared&_count=100", SHARED);
        finds(beside, "Patient?identifier=urn:example:once|ONCE", 1);
        beside.appender.close();
    }

    /// Writes and finds in each of these stores until it is told to end.
    private static final class Work implements AutoCloseable {

        private final AtomicBoolean ends = new AtomicBoolean();
        private final AtomicInteger rounds = new AtomicInteger();
        private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads = new ArrayList<>();

        Work(TestStore... stores) {
            for (var store : stores) {
                threads.add(Thread.ofPlatform().start(() -> work(store)));
            }
        }

        private void work(TestStore store) {
            while (!ends.get() && failures.isEmpty()) {
                try {
                    writeAndFind(store, rounds.incrementAndGet());
                } catch (RuntimeException | AssertionError failure) {
                    failures.add(failure);
                }
            }
        }

        /// How much was done, none of it in vain.
        int ended() throws InterruptedException {
            ends.set(true);
            for (var thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            return rounds.get();
        }

        @Override
        public void close() {
            ends.set(true);
        }
    }

    // Four workers write the same few chosen ids, one conditional record, and each its own.
    private static void writeAndFind(TestStore at, int round) {
        var family = "Testnumber" + Integer.toString(round, 36);
        at.create(patient("x", family).replace("\"id\":\"x\",", ""));
        finds(at, "Patient?family:exact=" + family, 1);
        var id = "shared-" + round % SHARED;
        try {
            at.put("Patient/" + id, patient(id, "Testshared"));
        } catch (Refused conflict) {
            assertThat(conflict.problem()).isInstanceOf(Problem.Conflict.class);
        }
        at.create(People.weight("Patient/" + id, "70", "2024-01-01").replace("29463-7", "code-" + round));
        finds(at, "Observation?code=code-" + round, 1);
        finds(at, "Observation?code=http://loinc.org|code-" + round + "&patient.family=testshared", 1);
        once(at);
        finds(at, "Patient?identifier=ONCE", 1);
    }

    private static void once(TestStore at) {
        var doc = at.parse("{\"resourceType\":\"Patient\","
                + "\"identifier\":[{\"system\":\"urn:example:once\",\"value\":\"ONCE\"}]}");
        at.write(
                Action.create(PATIENT),
                permit -> at.writer.create(
                        permit, PATIENT, doc, List.of(new Parameter("identifier", "urn:example:once|ONCE"))));
    }
}
