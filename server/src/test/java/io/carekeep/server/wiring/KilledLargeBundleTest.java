package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.testkit.AtOnce;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bundle of many thousand entries goes in whole or not at all, whenever the server is killed.
final class KilledLargeBundleTest {

    private static final int KILLS = Boolean.getBoolean("long") ? 60 : 5;

    @TempDir
    private Path place;

    private final Random random = new Random(Long.getLong("seed", 4712));

    private @Nullable ServerProcess started;

    private ServerProcess start() throws IOException, InterruptedException {
        var server = ServerProcess.start(place, "--http");
        started = server;
        return server;
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        if (started != null) {
            started.end();
        }
    }

    @Test
    void two_large_bundles_at_once_go_in_and_a_kill_leaves_none_by_half() throws Exception {
        var server = start();
        long took;
        try (var calls = new FhirCalls(server)) {
            assertThat(calls.send("POST", "", LargeBundle.practitioners()).statusCode())
                    .isEqualTo(200);
            long began = System.nanoTime();
            var answers = AtOnce.of(2, client -> calls.post(LargeBundle.of("at-once-" + client)));
            took = (System.nanoTime() - began) / 1_000_000;
            assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(200, 200);
            for (var tag : List.of("at-once-0", "at-once-1")) {
                assertThat(count(calls, tag)).isEqualTo(LargeBundle.ENTRIES);
            }
        }
        for (int kill = 0; kill < KILLS; kill++) {
            server = killed(server, "kill-" + kill, random.nextLong(took));
        }
        assertThat(server.log()).doesNotContain("altered_row");
    }

    // Sends a bundle, kills the server after a while, starts it again and sends the bundle once more.
    private ServerProcess killed(ServerProcess server, String tag, long millis) throws Exception {
        var bundle = LargeBundle.of(tag);
        boolean acknowledged;
        try (var calls = new FhirCalls(server)) {
            var sent = CompletableFuture.supplyAsync(() -> status(calls, bundle));
            Thread.sleep(millis);
            if (random.nextBoolean()) {
                server.kill();
            } else {
                server.cutPower();
            }
            acknowledged = sent.join() == 200;
        }
        var again = start();
        try (var calls = new FhirCalls(again)) {
            int there = count(calls, tag);
            assertThat(there).as("all or nothing of " + tag).isIn(0, LargeBundle.ENTRIES);
            assertThat(!acknowledged || there > 0)
                    .as("what was acknowledged is there")
                    .isTrue();
            assertThat(calls.post(bundle).statusCode()).isEqualTo(200);
            assertThat(count(calls, tag)).isEqualTo(there + LargeBundle.ENTRIES);
        }
        return again;
    }

    // 0 when no answer came.
    private static int status(FhirCalls calls, byte[] bundle) {
        try {
            return calls.post(bundle).statusCode();
        } catch (IOException _) {
            return 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static int count(FhirCalls calls, String tag) throws IOException, InterruptedException {
        int count = 0;
        for (var type : List.of("Patient", "Encounter", "Observation")) {
            count += FhirCalls.total(calls.get("/" + type + "?_tag=urn:example:bundle%7C" + tag + "&_summary=count"));
        }
        return count;
    }
}
