package io.carekeep.store.write;

import static io.carekeep.store.write.Attempts.entry;
import static io.carekeep.store.write.Attempts.patient;
import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Trails;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.store.TestStore;
import io.carekeep.store.upkeep.Pace;
import io.carekeep.store.upkeep.Scrub;
import io.carekeep.testkit.Trials;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/// A database process that dies at a random moment of a bundle, and PostgreSQL's restart after it.
final class KilledBackendTest {

    private static final int KILLS = Boolean.getBoolean("long") ? 200 : 10;
    private static final int ENTRIES = 1_000;
    private static final int MILLIS_MOST = 300;
    private static final int TRIES_MAX = 600;

    // A bundle's locks tell which process carries it out.
    private static final String WORKING = """
            select pid
              from pg_locks
             where locktype = 'advisory'
               and granted
             limit 1
            """;

    @Test
    void a_bundle_whose_database_process_is_killed_is_there_whole_or_not_at_all() {
        try (var store = new TestStore()) {
            Trials.of(KILLS, random -> {
                var tag = "T" + random.nextInt(Integer.MAX_VALUE);
                var sent = CompletableFuture.supplyAsync(() -> Attempts.transaction(store, bundle(tag)));
                long pid = working(store);
                Thread.sleep(random.nextInt(MILLIS_MOST));
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                var answer = sent.join();
                long there = again(() -> count(store, tag));
                assertThat(there).isIn(0L, (long) ENTRIES);
                if (answer instanceof List<?>) {
                    assertThat(there).isEqualTo(ENTRIES);
                } else {
                    assertThat(answer).isInstanceOf(Problem.Unavailable.class);
                }
                again(() -> done(Attempts.transaction(store, bundle(tag))));
                assertThat(again(() -> count(store, tag))).isEqualTo(ENTRIES);
            });
            var trails = new Trails(store.log);
            var report = new Scrub(store.store, store.database.database(), store.parser, trails, Pace.FREE).run();
            assertThat(report.flaws()).isEmpty();
        }
    }

    private static List<String> bundle(String tag) {
        var entries = new ArrayList<String>();
        for (int at = 0; at < ENTRIES; at++) {
            var id = tag + "-" + at;
            entries.add(entry("PUT", "Patient/" + id, patient(id, id, tag)));
        }
        return entries;
    }

    private static long working(TestStore store) throws InterruptedException {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            var found = store.database
                    .database()
                    .outside()
                    .sql(WORKING)
                    .query(Long.class)
                    .optional();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(1);
        }
        throw new AssertionError("no bundle took its locks");
    }

    private static long count(TestStore store, String tag) {
        return store.search("Patient?family:exact=" + tag + "&_summary=count")
                .total()
                .orElseThrow();
    }

    private static List<?> done(Object answer) {
        return switch (answer) {
            case List<?> results -> results;
            case Problem problem -> throw new Refused(problem);
            default -> throw new AssertionError("a transaction has results");
        };
    }

    // PostgreSQL is away while it recovers.
    private static <T> T again(Supplier<T> work) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return work.get();
            } catch (Refused | DataAccessException failure) {
                if (tries == TRIES_MAX) {
                    throw failure;
                }
                Thread.sleep(20);
            }
        }
    }
}
