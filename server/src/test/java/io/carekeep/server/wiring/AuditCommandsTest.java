package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.testkit.Safeguard;
import io.carekeep.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The audit log of a home, by the commands of its machine and of others, while its server runs, after a crash and
/// after somebody changed it.
@Safeguard("164.312(b)")
final class AuditCommandsTest {

    private static final int RECORDS = 300;
    private static final Pattern OK = Pattern.compile("ok size=(\\d+) root=\\S+\\n");

    @TempDir
    private Path place;

    private record Said(int code, String text, String err) {

        long size() {
            var parts = OK.matcher(text);
            assertThat(parts.matches()).as(text + err).isTrue();
            assertThat(code).isZero();
            return Long.parseLong(parts.group(1));
        }
    }

    private Said carekeep(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(ServerImage.launch());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectError(place.resolve("err").toFile())
                .redirectOutput(place.resolve("said").toFile());
        builder.environment().put("XDG_CONFIG_HOME", place.resolve("config").toString());
        int code = builder.start().waitFor();
        return new Said(code, Files.readString(place.resolve("said")), Files.readString(place.resolve("err")));
    }

    private Said verify(String... more) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("audit", "verify"));
        arguments.addAll(List.of(more));
        return carekeep(arguments.toArray(String[]::new));
    }

    private String home() {
        return place.resolve("home").toString();
    }

    private String tiles() {
        return place.resolve("tiles").toString();
    }

    private String state() {
        return place.resolve("witness/state").toString();
    }

    private Said witness(String logKey) throws IOException, InterruptedException {
        var key = place.resolve("witness/key").toString();
        return carekeep("witness", "--tiles", tiles(), "--state", state(), "--key", key, "--log-key", logKey);
    }

    private static void write(ServerProcess server, int from) throws IOException, InterruptedException {
        try (var calls = new FhirCalls(server)) {
            for (int at = from; at < from + RECORDS; at++) {
                var patient = "{\"resourceType\":\"Patient\",\"id\":\"p" + at + "\"}";
                assertThat(calls.send("PUT", "/Patient/p" + at, patient).statusCode())
                        .isEqualTo(201);
            }
        }
    }

    @Test
    void the_log_is_proven_running_stopped_and_from_afar_and_what_is_wrong_is_named() throws Exception {
        Files.createDirectories(place.resolve("home"));
        Files.writeString(place.resolve("home/carekeep.yaml"), "audit:\n  tiles: " + tiles() + "\n");
        var server = ServerProcess.start(place, "--http");
        write(server, 0);
        awaitTiles(RECORDS);
        var logKey = carekeep("audit", "key", "--home", home()).text().strip();

        assertThat(verify("--home", home()).size()).isGreaterThan(RECORDS);
        var cosigned = witness(logKey);
        assertThat(cosigned.text()).contains("witness carekeep/witness/").contains("cosigned size=");
        var witnessKey = cosigned.text().lines().findFirst().orElseThrow().split(" ", 2)[1];
        assertThat(verify("--tiles", tiles(), "--checkpoint", state()).size()).isGreaterThan(RECORDS);
        assertThat(verify("--tiles", tiles(), "--log-key", logKey).size()).isGreaterThan(RECORDS);

        write(server, RECORDS);
        server.cutPower();
        provesAfterACrash(logKey, witnessKey);
        namesWhatIsWrong();
    }

    private void provesAfterACrash(String logKey, String witnessKey) throws Exception {
        assertThat(verify("--home", home(), "--checkpoint", state()).size()).isGreaterThan(RECORDS);
        var server = ServerProcess.start(place, "--http");
        awaitTiles(2 * RECORDS);
        assertThat(witness(logKey).code()).isZero();
        assertThat(verify("--home", home(), "--checkpoint", state(), "--witness-key", witnessKey, "--tiles", tiles())
                        .size())
                .isGreaterThan(2 * RECORDS);
        server.process().destroy();
        server.process().waitFor();
        var test = TestDatabase.over(place.resolve("home"), "vault", "audit");
        try {
            assertThat(test.database()
                            .sql()
                            .sql("select count(*) from audit.entry")
                            .query(Long.class)
                            .single())
                    .as("a server that stops numbers its last entries")
                    .isZero();
        } finally {
            test.stop();
        }
        assertThat(verify("--home", home(), "--log-key", logKey).size()).isGreaterThan(2 * RECORDS);
    }

    private void namesWhatIsWrong() throws Exception {
        var test = TestDatabase.over(place.resolve("home"), "vault", "audit");
        try {
            JdbcClient.create(test.database().owner())
                    .sql("update audit.numbered set account = 4711 where number = 260")
                    .update();
        } finally {
            test.stop();
        }
        var said = verify("--home", home(), "--checkpoint", state());
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.text()).startsWith("entry 260: ");
        var server = ServerProcess.start(place, "--http");
        assertThat(verify("--home", home(), "--checkpoint", state()).text()).isEqualTo(said.text());
        server.end();

        var bundle = place.resolve("tiles/tile/entries/000");
        var bytes = Files.readAllBytes(bundle);
        bytes[7 * 55 + 20] ^= 1;
        Files.write(bundle, bytes);
        assertThat(verify("--tiles", tiles(), "--checkpoint", state()).text()).startsWith("entry 7: ");
        assertThat(verify("--tiles", place.resolve("none").toString(), "--checkpoint", state())
                        .err())
                .contains("holds no checkpoint");
        assertThat(verify("--tiles", tiles()).code()).isEqualTo(2);
    }

    // Each record is an entry at least.
    private void awaitTiles(int entries) throws Exception {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        var checkpoint = place.resolve("tiles/checkpoint");
        while (System.nanoTime() < until) {
            if (Files.exists(checkpoint)
                    && Long.parseLong(Files.readString(checkpoint).split("\n", 3)[1]) > entries) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the tiles do not come");
    }
}
