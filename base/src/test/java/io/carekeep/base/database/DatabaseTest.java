package io.carekeep.base.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.base.Workers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;

class DatabaseTest {

    @TempDir
    Path home;

    private Database open() {
        return Database.open(new DatabaseLocation.Embedded(home), List.of("sample"), new SecureRandom());
    }

    @Test
    void what_was_written_is_there_after_a_restart() {
        try (var database = open()) {
            database.sql().sql("insert into sample.thing (number) values (7)").update();
        }
        try (var database = open()) {
            assertThat(database.sql()
                            .sql("select number from sample.thing")
                            .query(Long.class)
                            .list())
                    .containsExactly(7L);
        }
    }

    private static void kill(Database database) {
        ProcessHandle.of(database.pid().orElseThrow()).orElseThrow().destroyForcibly();
    }

    private static List<@Nullable Long> things(Database database) {
        return database.sql()
                .sql("select number from sample.thing")
                .query(Long.class)
                .list();
    }

    @Test
    void a_killed_server_recovers_at_the_next_start() {
        var killed = open();
        killed.sql().sql("insert into sample.thing (number) values (8)").update();
        kill(killed);
        killed.close();
        try (var database = open()) {
            assertThat(things(database)).containsExactly(8L);
        }
    }

    @Test
    void work_that_begins_again_leaves_nothing_of_its_first_attempt() {
        try (var database = open()) {
            var attempts = new AtomicInteger();
            database.writes().carryOut(last -> {
                int attempt = attempts.incrementAndGet();
                database.sql()
                        .sql("insert into sample.thing (number) values (?)")
                        .param(attempt)
                        .update();
                last.add("insert into sample.thing (number) values (?)", (statement, at) -> {
                    statement.setLong(at, 10 + attempt);
                    return at + 1;
                });
                if (attempt < 3) {
                    throw new BeginAgain(() -> assertThat(things(database)).isEmpty());
                }
                return true;
            });
            assertThat(things(database)).containsExactly(3L, 13L);
        }
    }

    @Test
    void a_killed_server_is_started_again() throws Exception {
        try (var database = open()) {
            for (long number = 1; number <= 3; number++) {
                database.sql()
                        .sql("insert into sample.thing (number) values (?)")
                        .param(number)
                        .update();
                kill(database);
                var found = List.<@Nullable Long>of();
                for (int tries = 0; found.isEmpty() && tries < 60; tries++) {
                    Thread.sleep(500);
                    try {
                        found = things(database);
                    } catch (DataAccessException _) { // not yet
                    }
                }
                assertThat(found).hasSize((int) number).contains(number);
            }
        }
    }

    @Test
    void the_running_role_may_change_rows_and_nothing_else() {
        try (var database = open()) {
            for (var forbidden : List.of(
                    "copy sample.thing to program 'cat'",
                    "copy sample.thing to '/tmp/thing'",
                    "drop table sample.thing",
                    "create table sample.other (number bigint)",
                    "create table public.other (number bigint)",
                    "select * from sample.migration",
                    "select pg_read_file('postgresql.conf')",
                    "set role carekeep_owner")) {
                assertThatThrownBy(() -> database.sql().sql(forbidden).update())
                        .as(forbidden)
                        .hasRootCauseInstanceOf(java.sql.SQLException.class);
            }
        }
    }

    @Test
    void background_work_that_is_ended_finishes_its_statement() throws Exception {
        try (var database = open()) {
            var worker = Workers.scheduled("test");
            var begun = new CountDownLatch(1);
            var slept = worker.submit(() -> database.transactions().execute(_ -> {
                begun.countDown();
                return database.sql()
                        .sql("select 7 from pg_sleep(0.5)")
                        .query(Long.class)
                        .single();
            }));
            begun.await();
            Thread.sleep(100);
            Workers.end(worker, Duration.ofSeconds(5));
            assertThat(slept.get()).isEqualTo(7);
            assertThat(worker.isTerminated()).isTrue();
        }
    }

    @Test
    void checksums_and_durability_are_on() {
        try (var database = open()) {
            for (var setting : List.of("data_checksums", "fsync", "full_page_writes", "synchronous_commit")) {
                assertThat(database.sql()
                                .sql("show " + setting)
                                .query(String.class)
                                .single())
                        .as(setting)
                        .isEqualTo("on");
            }
        }
    }
}
