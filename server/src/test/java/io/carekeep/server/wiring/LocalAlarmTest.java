package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.server.local.LocalClient;
import io.carekeep.testkit.People;
import io.carekeep.testkit.Safeguard;
import io.carekeep.testkit.WebhookReceiver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The alarms of a running server, by the commands of its machine and over HTTP.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Safeguard("164.308(a)(6)(ii)")
final class LocalAlarmTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path place;

    private static WebhookReceiver receiver;
    private static WebhookReceiver watcher;
    private static ServerProcess server;
    private static LocalClient client;
    private static StoredRecord record;

    @BeforeAll
    static void start() throws Exception {
        receiver = new WebhookReceiver();
        watcher = new WebhookReceiver();
        var home = Files.createDirectories(place.resolve("home"));
        Files.writeString(home.resolve("carekeep.yaml"), """
                audit: {tiles: '%s'}
                alarm:
                  site: north ward
                  webhook: {url: '%s', secret: %s}
                  heartbeat: {url: '%s', secret: %s, seconds: 5}
                """.formatted(
                place.resolve("tiles"), receiver.url(), WebhookReceiver.SECRET, watcher.url(), WebhookReceiver.SECRET));
        server = ServerProcess.start(place, "--http");
        client = LocalClient.of(server.home());
        try (var calls = new FhirCalls(server)) {
            assertThat(calls.send("PUT", "/Patient/amina", People.amina().replace("{\"res", "{\"id\":\"amina\",\"res"))
                            .statusCode())
                    .isEqualTo(201);
        }
        record = StoredRecord.only(server);
    }

    @AfterAll
    static void end() throws Exception {
        record.close();
        client.close();
        server.end();
        receiver.close();
        watcher.close();
    }

    private static String ask(String... lines) {
        return client.ask("alarm", String.join("\n", lines));
    }

    private static int read() throws Exception {
        try (var calls = new FhirCalls(server)) {
            return calls.get("/Patient/amina").statusCode();
        }
    }

    /// Runs a command as a person does, and returns its exit code.
    private static int command(String... words) throws Exception {
        var command = new ArrayList<>(ServerImage.launch());
        command.add("alarm");
        command.addAll(List.of(words));
        command.addAll(List.of("--home", server.home().toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(place.resolve("said").toFile())
                .start()
                .waitFor();
    }

    private static String said() throws IOException {
        return Files.readString(place.resolve("said"));
    }

    @Test
    @Order(1)
    void a_record_that_a_reader_finds_altered_raises_an_alarm_and_a_page() throws Exception {
        assertThat(ask("list")).isEqualTo("no alarm is open\n");
        record.flip();
        assertThat(read()).isEqualTo(500);
        assertThat(read()).isEqualTo(500);
        assertThat(ask("list"))
                .containsPattern("(?m)^1 +critical open +record-altered +\\S+  subject=" + record.number()
                        + " times=2 version=1$");
        long until = System.nanoTime() + 20_000_000_000L;
        while (receiver.got().isEmpty() && System.nanoTime() < until) {
            Thread.sleep(100);
        }
        assertThat(receiver.got()).singleElement().satisfies(got -> {
            assertThat(got.genuine()).isTrue();
            assertThat(got.body())
                    .contains("\"site\":\"north ward\",\"case\":1,\"kind\":\"record-altered\"")
                    .doesNotContain(Long.toString(record.number()), "amina");
        });
    }

    @Test
    @Order(2)
    void it_is_taken_noted_and_closed_once_its_check_passes() throws Exception {
        assertThat(command("take", "1")).as(said()).isZero();
        assertThat(said()).contains("taken").contains("by=machine");
        assertThat(command("note", "1", "the disk of the second machine")).isZero();
        assertThat(command("close", "1")).isEqualTo(1);
        assertThat(said()).contains("the check still fails", "record-altered", "first=damaged");
        assertThat(command("close", "1", "--reviewed", "no matter")).isEqualTo(1);
        assertThat(command("repair", "1")).isEqualTo(1);
        record.flip();
        assertThat(command("close", "1")).as(said()).isZero();
        assertThat(command("list")).isZero();
        assertThat(said()).isEqualTo("no alarm is open\n");
        assertThat(command("show", "1")).isZero();
        assertThat(said())
                .contains("closed", "raised", "noted", "the disk of the second machine", "check-failed", "check-passed")
                .doesNotContain("missing or were altered");
        assertThat(read()).isEqualTo(200);
        assertThat(record.number("select count(*) from alarm.event where position('the disk'::bytea in sealed) > 0"))
                .isZero();
        assertThatThrownBy(() -> ask("show", "99")).hasMessageContaining("alarm");
        assertThatThrownBy(() -> ask("show", "x")).hasMessageContaining("number");
    }

    private static String token(String name, String group) throws Exception {
        var made = client.ask("user", "create\n" + name + "\n" + group);
        var password = made.substring(made.indexOf("password ") + 9).strip();
        var answer = send(HttpRequest.newBuilder(at("/sign-in"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}")));
        Matcher token = Pattern.compile("\"access_token\":\"([^\"]+)\"").matcher(answer.body());
        assertThat(token.find()).as("a token").isTrue();
        return token.group(1);
    }

    private static URI at(String path) {
        return server.run().base().resolve(path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> call(String token, String method, String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(at("/admin/alarms" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    @Order(3)
    void the_support_handles_alarms_over_http() throws Exception {
        var support = token("sue", "support");
        record.flip();
        assertThat(read()).isEqualTo(500);
        assertThat(call(support, "GET", "", "").body())
                .contains("\"number\":2", "\"kind\":\"record-altered\"", "\"subject\":" + record.number())
                .doesNotContain("amina");
        assertThat(call(support, "POST", "/2/take", "").body()).contains("\"state\":\"taken\"");
        assertThat(call(support, "POST", "/2/note", "{\"text\":\"a note\"}").statusCode())
                .isEqualTo(200);
        assertThat(call(support, "POST", "/2/note", "{}").statusCode()).isEqualTo(400);
        assertThat(call(support, "POST", "/2/close", "").statusCode()).isEqualTo(409);
        assertThat(call(support, "POST", "/2/close", "{\"text\":\"fine\"}").statusCode())
                .isEqualTo(409);
        record.flip();
        assertThat(call(support, "POST", "/2/close", "").body()).contains("\"state\":\"closed\"");
        assertThat(call(support, "GET", "/2", "").body())
                .contains("\"what\":\"noted\",\"text\":\"a note\"", "\"complete\":true");
        assertThat(call(support, "GET", "?before=2", "").body())
                .contains("\"number\":1")
                .doesNotContain("\"number\":2");
        assertThat(call(support, "GET", "/77", "").statusCode()).isEqualTo(404);
        assertThat(send(HttpRequest.newBuilder(at("/fhir/Patient/amina")).header("Authorization", "Bearer " + support))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    @Order(4)
    void who_is_not_in_the_group_is_refused_and_that_is_audited() throws Exception {
        long denied = record.number("select count(*) from audit.line where interaction in (30, 31) and outcome = 1");
        for (var group : List.of("clinician", "patient", "reader")) {
            var token = token("x-" + group, group);
            assertThat(call(token, "GET", "", "").statusCode()).as(group).isEqualTo(403);
            assertThat(call(token, "GET", "/1", "").statusCode()).as(group).isEqualTo(403);
            assertThat(call(token, "POST", "/1/take", "").statusCode())
                    .as(group)
                    .isEqualTo(403);
            assertThat(call(token, "POST", "/1/close", "").statusCode())
                    .as(group)
                    .isEqualTo(403);
        }
        assertThat(call(server.token(), "GET", "", "").statusCode()).isEqualTo(403);
        assertThat(call("A".repeat(43), "GET", "", "").statusCode()).isEqualTo(401);
        assertThat(record.number("select count(*) from audit.line where interaction in (30, 31) and outcome = 1"))
                .isEqualTo(denied + 13);
        assertThat(record.number("select count(*) from audit.line where interaction = 31 and outcome = 0"))
                .isGreaterThan(5);
    }

    @Test
    @Order(5)
    void a_watcher_outside_hears_that_the_server_is_well() {
        assertThat(watcher.got())
                .isNotEmpty()
                .allSatisfy(got -> assertThat(got.genuine()).isTrue());
    }

    @Test
    @Order(6)
    void a_policy_that_somebody_altered_raises_an_alarm() throws Exception {
        client.ask("policy", "apply\n" + client.ask("policy", "show"));
        record.execute("update access.policy set account = account + 1");
        int before = receiver.got().size();
        long until = System.nanoTime() + 40_000_000_000L;
        while (receiver.got().size() == before && System.nanoTime() < until) {
            Thread.sleep(100);
        }
        assertThat(receiver.got().getLast().body())
                .contains("\"kind\":\"policy-unreadable\",\"severity\":\"critical\"");
        record.execute("update access.policy set account = account - 1");
        assertThat(ask("list")).contains("policy-unreadable", "fault=altered");
        var number = ask("list").split(" ", 2)[0];
        assertThat(ask("close", number)).contains("closed");
    }

    @Test
    @Order(7)
    void entries_without_numbers_and_foreign_tiles_raise_alarms() throws Exception {
        var officer = token("olga", "security-officer");
        var note = Files.readString(place.resolve("tiles/checkpoint"));
        Files.writeString(place.resolve("tiles/checkpoint"), note.replaceFirst("carekeep/audit/", "elsewhere/audit/"));
        record.execute("alter function audit.take(integer, bigint) rename to taken_away");
        assertThat(waitFor("audit-tiles")).contains("critical");
        assertThat(waitFor("audit-unnumbered")).contains("critical", "entries=");
        record.execute("alter function audit.taken_away(integer, bigint) rename to take");
        Files.writeString(place.resolve("tiles/checkpoint"), note);
        Thread.sleep(2_500);
        for (var kind : List.of("audit-tiles", "audit-unnumbered")) {
            var number = waitFor(kind).split(" ", 2)[0];
            assertThat(call(officer, "POST", "/" + number + "/close", "").body())
                    .as(kind)
                    .contains("\"state\":\"closed\"");
        }
    }

    private static String waitFor(String kind) throws InterruptedException {
        long until = System.nanoTime() + 60_000_000_000L;
        while (System.nanoTime() < until) {
            var found = ask("list").lines().filter(line -> line.contains(kind)).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(200);
        }
        throw new AssertionError(kind + " was not raised");
    }
}
