package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.server.local.LocalClient;
import io.carekeep.testkit.People;
import io.carekeep.testkit.Safeguard;
import io.carekeep.testkit.WebhookReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is killed between the raise of an alarm and its page.
@Safeguard("164.308(a)(6)(ii)")
final class KilledPagingTest {

    private static final long WAIT_MAX_NANOS = 60_000_000_000L;

    @TempDir
    private Path place;

    private final WebhookReceiver receiver = new WebhookReceiver();
    private ServerProcess server;

    @BeforeEach
    void start() throws Exception {
        receiver.answers(503);
        var home = Files.createDirectories(place.resolve("home"));
        Files.writeString(
                home.resolve("carekeep.yaml"),
                "alarm: {webhook: {url: '" + receiver.url() + "', secret: " + WebhookReceiver.SECRET + "}}\n");
        server = ServerProcess.start(place, "--http");
    }

    @AfterEach
    void end() throws Exception {
        server.end();
        receiver.close();
    }

    @Test
    void the_page_is_sent_after_the_next_start() throws Exception {
        try (var calls = new FhirCalls(server);
                var record = created(calls)) {
            record.flip();
            var id = calls.get("/Patient?_count=1");
            assertThat(id.statusCode()).isEqualTo(500);
        }
        server.kill();
        int before = receiver.got().size();
        receiver.answers(204);
        server = ServerProcess.start(place, "--http");
        long until = System.nanoTime() + WAIT_MAX_NANOS;
        while (receiver.got().size() == before && System.nanoTime() < until) {
            Thread.sleep(100);
        }
        assertThat(receiver.got()).hasSizeGreaterThan(before);
        assertThat(receiver.got().getLast().genuine()).isTrue();
        assertThat(receiver.got().getLast().body()).contains("\"case\":1,\"kind\":\"record-altered\"");
        try (var client = LocalClient.of(server.home())) {
            assertThat(client.ask("alarm", "list")).contains("record-altered");
        }
    }

    private StoredRecord created(FhirCalls calls) throws Exception {
        assertThat(calls.send("POST", "/Patient", People.amina()).statusCode()).isEqualTo(201);
        return StoredRecord.only(server);
    }
}
