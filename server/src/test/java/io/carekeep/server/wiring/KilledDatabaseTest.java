package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.testkit.AtOnce;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The database alone is killed under load: requests are refused until it is back, by itself, with all that was
/// acknowledged.
final class KilledDatabaseTest {

    private static final int CLIENTS = 4;
    private static final int KILLS = 2;
    private static final int READS = 5;
    private static final Duration BEFORE = Duration.ofMillis(700);
    private static final Duration BACK_MAX = Duration.ofSeconds(60);

    @TempDir
    private Path place;

    @Test
    void the_server_outlives_its_database_and_loses_nothing() throws Exception {
        var clients = IntStream.range(0, CLIENTS)
                .mapToObj(at -> new NotedClient("client" + at, new Random(at)))
                .toList();
        var server = ServerProcess.start(place, "--http");
        try (var calls = new FhirCalls(server)) {
            for (int kill = 0; kill < KILLS; kill++) {
                assertThat(load(server, calls, clients)).isPositive();
                comeBack(calls);
                AtOnce.of(CLIENTS, client -> {
                    clients.get(client).settle(calls);
                    clients.get(client).check(calls);
                    return client;
                });
            }
            server.killDatabase();
            server.process().destroy();
            assertThat(server.process().waitFor(Duration.ofSeconds(10)))
                    .as("it stops also while its database is away")
                    .isTrue();
        } finally {
            server.kill();
        }
    }

    // A client stops at its first refusal; one that only had to wait goes on until the kill is over.
    private static int load(ServerProcess server, FhirCalls calls, List<NotedClient> clients) throws Exception {
        var over = new AtomicBoolean();
        return AtOnce.of(CLIENTS + 1, client -> {
                    if (client < CLIENTS) {
                        return clients.get(client).writeUntil(over::get, calls);
                    }
                    Thread.sleep(BEFORE);
                    server.killDatabase();
                    refusesOrWaits(calls);
                    over.set(true);
                    return 0;
                })
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static void refusesOrWaits(FhirCalls calls) throws Exception {
        for (int read = 0; read < READS; read++) {
            var answer = calls.get("/Patient?_count=1");
            assertThat(answer.statusCode()).isIn(200, 503);
            assertThat(answer.body()).contains(answer.statusCode() == 200 ? "searchset" : "OperationOutcome");
        }
    }

    private static void comeBack(FhirCalls calls) throws Exception {
        long until = System.nanoTime() + BACK_MAX.toNanos();
        int status = 503;
        while (status != 200 && System.nanoTime() < until) {
            Thread.sleep(200);
            status = calls.get("/Patient?_count=1").statusCode();
        }
        assertThat(status).isEqualTo(200);
    }
}
