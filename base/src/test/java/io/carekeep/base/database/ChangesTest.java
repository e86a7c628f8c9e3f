package io.carekeep.base.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChangesTest {

    private static final long SOON_MILLIS = 1_000;

    @TempDir
    private Path home;

    private final BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
    private Database database;
    private Changes changes;

    @BeforeEach
    void open() {
        database = Database.open(new DatabaseLocation.Embedded(home), List.of("sample"), new SecureRandom());
        changes = Changes.of(database);
        changes.tell("account", heard::add);
        untilHeard();
    }

    @AfterEach
    void close() {
        changes.close();
        database.close();
    }

    private void say(String what) {
        var _ = database.sql()
                .sql("select pg_notify('carekeep_access', :what)")
                .param("what", what)
                .query((_, _) -> true)
                .list();
    }

    private Long next() throws InterruptedException {
        return heard.poll(SOON_MILLIS, TimeUnit.MILLISECONDS);
    }

    // It begins to listen, anew, a moment after it is told to.
    private void untilHeard() {
        try {
            for (int tries = 0; heard.poll(100, TimeUnit.MILLISECONDS) == null; tries++) {
                assertThat(tries).isLessThan(100);
                say("account 0");
            }
            Thread.sleep(SOON_MILLIS / 2);
            heard.clear();
        } catch (InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void what_is_committed_is_heard_within_the_second() throws Exception {
        for (long number = 1; number <= 20; number++) {
            say("account " + number);
            assertThat(next()).isEqualTo(number);
        }
    }

    @Test
    void what_is_undone_is_not_heard() throws Exception {
        database.transactions().executeWithoutResult(transaction -> {
            say("account 1");
            transaction.setRollbackOnly();
        });
        say("account 2");
        assertThat(next()).isEqualTo(2);
    }

    @Test
    void what_is_not_a_word_and_a_number_is_nothing() throws Exception {
        for (var other : List.of("", "account", "account x", "account -1", "account 1 2", "other 1", "account 1e3")) {
            say(other);
        }
        say("account " + "9".repeat(19));
        say("account 3");
        assertThat(next()).isEqualTo(3);
    }

    @Test
    void a_connection_that_was_ended_is_opened_again() throws Exception {
        var _ = database.sql().sql("""
                        select pg_terminate_backend(pid)
                          from pg_stat_activity
                         where usename = 'carekeep_app'
                           and pid <> pg_backend_pid()
                        """).query((_, _) -> true).list();
        untilHeard();
        say("account 4");
        assertThat(next()).isEqualTo(4);
    }
}
