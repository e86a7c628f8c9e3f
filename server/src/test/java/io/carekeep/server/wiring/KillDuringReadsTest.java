package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.testkit.AtOnce;
import io.carekeep.testkit.Safeguard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server is killed while it answers readers, again and again, mostly with its database. This process, which
/// stays, notes each answer at its first byte; each has its entry in the audit log.
@Safeguard("164.312(b)")
final class KillDuringReadsTest {

    private static final int KILLS = Integer.getInteger("kills", Boolean.getBoolean("long") ? 1_000 : 30);
    private static final int READERS = 6;
    private static final int PROCESS_ALONE_EVERY = 5;
    private static final int LOAD_LEAST = 50;
    private static final int LOAD_MOST = 400;

    @TempDir
    private Path place;

    private final Random random = new Random(Long.getLong("seed", 4711));
    private final NotedReaders readers = new NotedReaders(READERS);

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
    void no_byte_of_an_answer_came_without_its_entry() throws Exception {
        var server = start();
        try (var calls = new FhirCalls(server)) {
            readers.write(calls);
        }
        var token = server.token();
        int read = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            read += load(server, token, kill);
            server = start();
        }
        System.out.printf("%d kills during reads, %d answers%n", KILLS, read);
        // On a busy machine a reader may get no answer before a kill.
        assertThat(read).isGreaterThan(KILLS);
        server.process().destroy();
        server.process().waitFor();
        try (var stopped = StoppedServer.open(place)) {
            stopped.proveLog();
            readers.check(stopped);
        }
    }

    private int load(ServerProcess server, String token, int kill) throws InterruptedException {
        long rest = random.nextLong(LOAD_LEAST, LOAD_MOST);
        return AtOnce.of(READERS + 1, client -> {
                    if (client < READERS) {
                        return readers.reader(client).readUntilTheEnd(server, token);
                    }
                    Thread.sleep(rest);
                    if (kill % PROCESS_ALONE_EVERY == 0) {
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
