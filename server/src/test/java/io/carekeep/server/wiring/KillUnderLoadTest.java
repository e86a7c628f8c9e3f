package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Trail;
import io.carekeep.access.Trails;
import io.carekeep.audit.AuditLog;
import io.carekeep.audit.proof.Held;
import io.carekeep.audit.proof.LogProof;
import io.carekeep.audit.proof.Verdict;
import io.carekeep.audit.tiles.DatabaseTiles;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.store.Store;
import io.carekeep.store.upkeep.Pace;
import io.carekeep.store.upkeep.Scrub;
import io.carekeep.testkit.AtOnce;
import io.carekeep.testkit.Safeguard;
import io.carekeep.testkit.TestDatabase;
import io.carekeep.vault.FileKeys;
import io.carekeep.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server is killed under load, again and again, with its database or without. What was sent and what was
/// acknowledged is noted in this process, which stays.
@Safeguard({"164.312(b)", "164.312(c)(1)"})
final class KillUnderLoadTest {

    private static final int KILLS = Integer.getInteger("kills", Boolean.getBoolean("long") ? 1_000 : 20);
    private static final int CLIENTS = 6;
    // What was pending is looked at after each kill; what was acknowledged, after some: later versions tell of a lost
    // one. An odd number, so that it is after kills of both kinds.
    private static final int LOOKED_AT_EVERY = 3;
    private static final int LOAD_LEAST = 100;
    private static final int LOAD_MOST = 800;

    @TempDir
    private Path place;

    private final Random random = new Random(Long.getLong("seed", 4711));
    private final List<NotedClient> clients = IntStream.range(0, CLIENTS)
            .mapToObj(at -> new NotedClient("client" + at, new Random(random.nextLong())))
            .toList();

    private @Nullable ServerProcess started;

    private ServerProcess start() throws IOException, InterruptedException {
        var server = ServerProcess.start(place, "--http");
        started = server;
        return server;
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        if (started != null) {
            started.kill();
        }
    }

    @Test
    void no_acknowledged_write_is_lost_and_none_is_there_by_half() throws Exception {
        var server = start();
        int written = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            written += load(server, kill);
            server = start();
            try (var calls = new FhirCalls(server)) {
                boolean all = kill % LOOKED_AT_EVERY == 0;
                AtOnce.of(CLIENTS, client -> {
                    clients.get(client).settle(calls);
                    if (all) {
                        clients.get(client).check(calls);
                    }
                    return client;
                });
            }
        }
        try (var calls = new FhirCalls(server)) {
            AtOnce.of(CLIENTS, client -> {
                clients.get(client).checkAll(calls);
                return client;
            });
        }
        System.out.printf("%d kills, %d acknowledged writes%n", KILLS, written);
        assertThat(written).isGreaterThan(KILLS * CLIENTS);
        assertThat(server.log()).doesNotContain("altered_row");
        server.process().destroy();
        server.process().waitFor();
        everyAcknowledgedWriteIsInTheAuditLog();
    }

    // Writes until the server is killed, on every other turn with its database.
    private int load(ServerProcess server, int kill) throws IOException, InterruptedException {
        long rest = random.nextLong(LOAD_LEAST, LOAD_MOST);
        try (var calls = new FhirCalls(server)) {
            return AtOnce.of(CLIENTS + 1, client -> {
                        if (client < CLIENTS) {
                            return clients.get(client).writeUntilTheEnd(calls);
                        }
                        Thread.sleep(rest);
                        if (kill % 2 == 0) {
                            server.kill();
                        } else {
                            server.cutPower();
                        }
                        return 0;
                    })
                    .stream()
                    .mapToInt(Integer::intValue)
                    .sum();
        }
    }

    private void everyAcknowledgedWriteIsInTheAuditLog() throws IOException {
        var test = TestDatabase.over(place.resolve("home"), "vault", "audit", "identity", "store");
        try {
            var database = test.database();
            var keys = FileKeys.open(keyFile(), new SecureRandom());
            var vault = Vault.open(keys, database.sql(), new SecureRandom(), Clock.systemUTC());
            var store = new Store(database, vault, ZoneOffset.UTC, Clock.systemUTC());
            var trails = new Trails(new AuditLog(database.app(), vault));
            assertThat(LogProof.of(new DatabaseTiles(database.sql()), Held.NOTHING))
                    .isInstanceOf(Verdict.Proven.class);
            var audited = new HashSet<List<Long>>();
            trails.changes(0, Long.MAX_VALUE, line -> {
                if (line instanceof Trail.Line.Changed changed) {
                    audited.add(List.of(changed.number(), (long) changed.version()));
                }
            });
            for (var client : clients) {
                assertThat(client.acknowledged()).allSatisfy(each -> {
                    var words = each.address().split("/");
                    var number = store.names()
                            .find(ResourceKey.parse(words[0], words[1]))
                            .orElseThrow();
                    assertThat(audited).contains(List.of(number, (long) each.version()));
                });
            }
            var parser = new JsonParser(Definitions.r4().names(), Limits.DEFAULT);
            assertThat(new Scrub(store, database, parser, trails, Pace.FREE)
                            .run()
                            .flaws())
                    .isEmpty();
        } finally {
            test.stop();
        }
    }

    private Path keyFile() throws IOException {
        try (var files = Files.walk(place.resolve("config"))) {
            return files.filter(each -> each.toString().endsWith(".key"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
