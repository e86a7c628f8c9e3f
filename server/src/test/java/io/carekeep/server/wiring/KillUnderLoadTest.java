package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Trail;
import io.carekeep.testkit.AtOnce;
import io.carekeep.testkit.Safeguard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server is killed under load, again and again, with its database or without. What was sent, what was acknowledged
/// and what was read is noted in this process, which stays.
@Safeguard({"164.312(b)", "164.312(c)(1)"})
final class KillUnderLoadTest {

    private static final int KILLS = Integer.getInteger("kills", Boolean.getBoolean("long") ? 1_000 : 20);
    private static final int CLIENTS = 6;
    private static final int READERS = 2;
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

    private final NotedReaders readers = new NotedReaders(READERS);
    private final AtomicInteger read = new AtomicInteger();
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
    void no_acknowledged_write_is_lost_and_none_is_there_by_half() throws Exception {
        var server = start();
        try (var calls = new FhirCalls(server)) {
            readers.write(calls);
        }
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
        System.out.printf("%d kills, %d acknowledged writes, %d answers to readers%n", KILLS, written, read.get());
        assertThat(written).isGreaterThan(KILLS * CLIENTS);
        assertThat(server.log()).doesNotContain("altered_row");
        server.process().destroy();
        server.process().waitFor();
        everyAcknowledgedWriteAndEveryAnswerIsInTheAuditLog();
    }

    // Writes and reads until the server is killed, on every other turn with its database.
    // @return how many writes were acknowledged
    private int load(ServerProcess server, int kill) throws IOException, InterruptedException {
        long rest = random.nextLong(LOAD_LEAST, LOAD_MOST);
        var token = server.token();
        try (var calls = new FhirCalls(server)) {
            return AtOnce.of(CLIENTS + READERS + 1, client -> {
                        if (client < CLIENTS) {
                            return clients.get(client).writeUntilTheEnd(calls);
                        }
                        if (client < CLIENTS + READERS) {
                            read.addAndGet(readers.reader(client - CLIENTS).readUntilTheEnd(server, token));
                            return 0;
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

    private void everyAcknowledgedWriteAndEveryAnswerIsInTheAuditLog() throws IOException {
        try (var stopped = StoppedServer.open(place)) {
            stopped.proveLog();
            var audited = new HashSet<List<Long>>();
            stopped.trails().changes(0, Long.MAX_VALUE, line -> {
                if (line instanceof Trail.Line.Changed changed) {
                    audited.add(List.of(changed.number(), (long) changed.version()));
                }
            });
            for (var client : clients) {
                assertThat(client.acknowledged())
                        .allSatisfy(each -> assertThat(audited)
                                .contains(List.of(stopped.number(each.address()), (long) each.version())));
            }
            readers.check(stopped);
            stopped.scrub();
        }
    }
}
