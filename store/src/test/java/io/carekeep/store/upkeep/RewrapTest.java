package io.carekeep.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.base.database.Alone;
import io.carekeep.store.ReadResult;
import io.carekeep.store.TestStore;
import io.carekeep.testkit.People;
import io.carekeep.testkit.Safeguard;
import io.carekeep.vault.KeysUnusable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Keys change while everybody works on.
@Safeguard("164.312(a)(2)(iv)")
final class RewrapTest {

    private TestStore store;

    @BeforeEach
    void open() {
        store = new TestStore();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Rewrap rewrap(TestStore at) {
        return new Rewrap(at.store, at.database.database(), at.clock, Pace.FREE);
    }

    private List<Integer> epochsInUse() {
        return store.database
                .database()
                .sql()
                .sql("select distinct epoch from store.home order by 1")
                .query((row, _) -> row.getInt(1))
                .list();
    }

    /// Writes and reads until it is told to stop; what fails is kept.
    private static final class Work implements AutoCloseable {

        private final AtomicBoolean ends = new AtomicBoolean();
        private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        private final AtomicInteger done = new AtomicInteger();
        private final List<Thread> threads = new ArrayList<>();

        Work(TestStore... stores) {
            for (var store : stores) {
                threads.add(Thread.ofPlatform().start(() -> work(store)));
            }
        }

        private void work(TestStore store) {
            var known = new ArrayList<String>();
            while (!ends.get()) {
                try {
                    var made = store.create(People.amina());
                    known.add("Patient/" + made.id());
                    var one = known.get(done.get() % known.size());
                    assertThat(store.read(one)).isInstanceOf(ReadResult.Found.class);
                    store.create(People.weight(one, "70", "2024-01-01"));
                    assertThat(store.search("Patient?family=testwoman&_count=5").matches())
                            .isNotEmpty();
                    done.incrementAndGet();
                } catch (RuntimeException | AssertionError failure) {
                    failures.add(failure);
                }
            }
        }

        void await(int more) throws InterruptedException {
            int until = done.get() + more;
            long end = System.nanoTime() + 60_000_000_000L;
            while (done.get() < until && failures.isEmpty() && System.nanoTime() < end) {
                Thread.sleep(5);
            }
        }

        void hasNotFailed() {
            assertThat(failures).isEmpty();
            assertThat(done.get()).isPositive();
        }

        @Override
        public void close() {
            ends.set(true);
            threads.forEach(thread -> assertThat(joined(thread)).isTrue());
        }

        private static boolean joined(Thread thread) {
            try {
                return thread.join(Duration.ofSeconds(30));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    @Test
    void epochs_and_the_root_change_under_load_in_two_processes_and_no_request_fails() throws Exception {
        var beside = store.beside();
        Work work;
        try (var working = new Work(store, beside)) {
            work = working;
            working.await(10);
            for (int round = 0; round < 3; round++) {
                assertThat(rewrap(store).run()).isPositive();
                working.await(5);
                store.vault.rotateRoot();
                working.await(5);
                assertThat(rewrap(beside).run()).isPositive();
                working.await(5);
            }
        }
        beside.appender.close();
        work.hasNotFailed();
        store.vault.refresh();
        assertThat(store.vault.epochs()).containsExactly(7);
        rewrap(store).run();
        assertThat(epochsInUse()).containsExactly(8);
    }

    @Test
    void a_run_that_was_cut_off_is_due_and_goes_on() {
        for (int at = 0; at < 5; at++) {
            store.create(People.amina());
        }
        var address = "Patient/" + store.create(People.bruno()).id();
        // Cut off after the new epoch, and after some keys were wrapped.
        store.vault.newEpoch();
        var again = store.beside();
        assertThat(rewrap(again).due()).isTrue();
        assertThat(again.read(address)).isInstanceOf(ReadResult.Found.class);
        again.create(People.amina());
        assertThat(epochsInUse()).containsExactly(1, 2);
        // Cut off once an epoch was ended, before its secret was destroyed.
        assertThat(rewrap(again).run()).isPositive();
        assertThat(epochsInUse()).containsExactly(3);
        store.vault.newEpoch();
        var third = store.beside();
        rewrapOnly(third);
        third.vault.retireEpoch(3);
        var last = store.beside();
        assertThat(last.vault.epochs()).containsExactly(4);
        assertThat(last.read(address)).isInstanceOf(ReadResult.Found.class);
        assertThat(rewrap(last).due()).isFalse();
        again.appender.close();
        third.appender.close();
        last.appender.close();
    }

    private static void rewrapOnly(TestStore at) {
        var sql = at.database.database().sql();
        sql.sql("select home, epoch, wrapped from store.home")
                .query((row, _) -> at.vault.rewrapped(
                        at.vault.openHome(row.getLong("home"), row.getInt("epoch"), row.getBytes("wrapped"))))
                .list()
                .forEach(key -> sql.sql("update store.home set epoch = :epoch, wrapped = :wrapped where home = :home")
                        .param("epoch", key.epoch())
                        .param("wrapped", key.wrapped())
                        .param("home", key.home())
                        .update());
    }

    @Test
    void a_process_that_slept_through_a_change_writes_and_reads_on() {
        var address = "Patient/" + store.create(People.bruno()).id();
        var slept = store.beside();
        slept.create(People.amina());
        rewrap(store).run();
        assertThat(slept.read(address)).isInstanceOf(ReadResult.Found.class);
        rewrap(store).run();
        slept.create(People.amina());
        assertThat(epochsInUse()).containsExactly(3);
        slept.appender.close();
    }

    @Test
    void a_key_that_was_altered_is_named_and_its_epoch_stays() {
        var made = store.create(People.amina());
        var sql = store.database.database().sql();
        sql.sql("update store.home set wrapped = set_bit(wrapped, 200, 1 - get_bit(wrapped, 200))")
                .update();
        assertThatThrownBy(() -> rewrap(store).run())
                .isInstanceOf(KeysUnusable.class)
                .hasMessageContaining("home " + made.number());
        assertThat(store.vault.epochs()).containsExactly(1, 2);
        sql.sql("update store.home set wrapped = set_bit(wrapped, 200, 1 - get_bit(wrapped, 200))")
                .update();
        rewrap(store).run();
        assertThat(epochsInUse()).containsExactly(3);
    }

    @Test
    void two_runs_at_once_are_one() {
        store.create(People.amina());
        try (var first = Alone.at(1, store.database.database().owner()).orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(rewrap(store).run()).isZero();
            assertThat(store.vault.epochs()).containsExactly(1);
        }
        assertThat(rewrap(store).run()).isPositive();
    }

    @Test
    void the_shared_key_and_the_tokens_stay() {
        var made = store.create("{\"resourceType\":\"Practitioner\",\"name\":[{\"family\":\"Testdoctor\"}]}");
        rewrap(store).run();
        assertThat(store.read("Practitioner/" + made.id())).isInstanceOf(ReadResult.Found.class);
        assertThat(store.search("Practitioner?family=testdoctor").matches()).hasSize(1);
    }
}
