package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.server.local.LocalClient;
import io.carekeep.testkit.Safeguard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A delivery that breaks off leaves a message that does not open, and the release says so.
@Safeguard("164.312(e)(1)")
final class ReleaseBreaksTest {

    private static final int DOCUMENTS = 40;
    private static final int DOCUMENT = 600_000;
    private static final int PART = 300_000;

    @TempDir
    private Path place;

    private ServerProcess server;
    private LocalClient client;
    private Registry registry;
    private long number;
    private String password;
    private Person ada;

    @BeforeEach
    void start() throws Exception {
        serve();
        try (var calls = new FhirCalls(server)) {
            var random = new Random(7);
            var data = new byte[DOCUMENT];
            for (int at = 0; at < DOCUMENTS; at++) {
                random.nextBytes(data);
                var json = "{\"resourceType\":\"Binary\",\"id\":\"d%d\",\"contentType\":\"text/plain\",".formatted(at)
                        + "\"data\":\"" + Base64.getEncoder().encodeToString(data) + "\"}";
                var made = calls.send("PUT", "/Binary/d" + at, json);
                assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            }
        }
        password = password("ada", "administrator");
        ada = Person.signIn(base(), "ada", password);
        var officers = List.of(officer("olga"), officer("otto"));
        registry = Registry.make(place, "ec");
        number = Registry.number(registry.proposed(base(), ada, "Binary"));
        for (var officer : officers) {
            Registry.say(base(), officer, number, "approve");
        }
        assertThat(shown()).contains("\"state\":\"approved\"");
    }

    private void serve() throws Exception {
        server = ServerProcess.start(place, "--http");
        client = LocalClient.of(server.home());
    }

    @AfterEach
    void end() throws Exception {
        client.close();
        server.end();
    }

    private URI base() {
        return server.run().base();
    }

    private String password(String name, String group) throws Exception {
        var made = client.ask("user", "create\n" + name + "\n" + group);
        return made.substring(made.indexOf("password ") + 9).strip();
    }

    private Person officer(String name) throws Exception {
        return Person.signIn(base(), name, password(name, "security-officer"));
    }

    private String shown() throws Exception {
        return ada.get(base(), "/admin/releases/" + number).body();
    }

    /// Begins a delivery and takes the first part of it.
    private InputStream begun(ByteArrayOutputStream part) throws Exception {
        var answer = Registry.deliver(base(), ada, number, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        part.writeBytes(answer.body().readNBytes(PART));
        return answer.body();
    }

    private void isDeliveredWholeAtLast() throws Exception {
        var whole = Registry.deliver(base(), ada, number, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(registry.lines(whole.body())).hasSize(DOCUMENTS);
        assertThat(shown()).contains("\"state\":\"delivered\"");
    }

    @Test
    void whose_recipient_goes_away_gets_nothing_that_opens() throws Exception {
        var part = new ByteArrayOutputStream();
        begun(part).close();
        assertThat(registry.opens(part.toByteArray())).isFalse();
        for (int tries = 0; tries < 300 && !shown().contains("\"word\":\"broke\""); tries++) {
            Thread.sleep(100);
        }
        assertThat(shown())
                .contains("\"state\":\"approved\"", "\"word\":\"broke\"")
                .doesNotContain("\"word\":\"delivered\"");
        isDeliveredWholeAtLast();
    }

    @Test
    void of_a_server_that_is_killed_it_is_known_that_it_began() throws Exception {
        var part = new ByteArrayOutputStream();
        var rest = begun(part);
        server.kill();
        try (rest) {
            part.writeBytes(rest.readAllBytes());
        } catch (IOException _) { // what came is in the part
        }
        client.close();
        assertThat(registry.opens(part.toByteArray())).isFalse();
        serve();
        ada = Person.signIn(base(), "ada", password);
        assertThat(shown())
                .contains("\"state\":\"approved\"", "\"word\":\"began\"")
                .doesNotContain("\"word\":\"delivered\"");
        isDeliveredWholeAtLast();
    }
}
