package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.server.local.LocalClient;
import io.carekeep.testkit.Safeguard;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A clinician breaks the glass of a running server, with its shipped rules.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Safeguard("164.312(a)(2)(ii)")
final class EmergencyAccessTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String WHY = "unconscious in the waiting room";

    @TempDir
    private static Path place;

    private static ServerProcess server;
    private static LocalClient client;
    private static String clinician;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(place, "--http");
        client = LocalClient.of(server.home());
        try (var calls = new FhirCalls(server)) {
            for (var id : new String[] {"a", "b"}) {
                put(calls, "/Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}");
                put(calls, "/Observation/of-" + id, observation("of-" + id, id, ""));
            }
            var notes = "\"meta\":{\"security\":[{\"system\":"
                    + "\"http://terminology.hl7.org/CodeSystem/v3-ActCode\",\"code\":\"PSYTHPN\"}]},";
            put(calls, "/Observation/notes", observation("notes", "a", notes));
        }
        clinician = token("cleo", "clinician");
    }

    @AfterAll
    static void end() throws Exception {
        client.close();
        server.end();
    }

    private static String observation(String id, String patient, String more) {
        return """
                {"resourceType":"Observation","id":"%s",%s"status":"final","code":{"text":"test"},\
                "subject":{"reference":"Patient/%s"}}""".formatted(id, more, patient);
    }

    private static void put(FhirCalls calls, String path, String json) throws Exception {
        assertThat(calls.send("PUT", path, json).statusCode()).isEqualTo(201);
    }

    private static String token(String name, String group) throws Exception {
        var made = client.ask("user", "create\n" + name + "\n" + group);
        var password = made.substring(made.indexOf("password ") + 9).strip();
        var answer = call("", "POST", "/sign-in", "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}");
        Matcher token = Pattern.compile("\"access_token\":\"([^\"]+)\"").matcher(answer.body());
        assertThat(token.find()).as("a token").isTrue();
        return token.group(1);
    }

    private static HttpResponse<String> call(String token, String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(server.run().base().resolve(path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> open(String token, String patient, String reason, int minutes)
            throws Exception {
        return call(
                token,
                "POST",
                "/access/emergency",
                "{\"patient\":\"Patient/%s\",\"reason\":\"%s\",\"text\":\"%s\",\"minutes\":%d}"
                        .formatted(patient, reason, WHY, minutes));
    }

    private static int read(String address) throws Exception {
        return call(clinician, "GET", "/fhir/" + address, "").statusCode();
    }

    @Test
    @Order(1)
    void nobody_sees_a_patient_who_is_not_in_their_care() throws Exception {
        assertThat(read("Patient/a")).isEqualTo(404);
        assertThat(read("Observation/of-a")).isEqualTo(404);
    }

    @Test
    @Order(2)
    void what_is_not_said_rightly_opens_nothing() throws Exception {
        assertThat(open(clinician, "a", "curiosity", 30).statusCode()).isEqualTo(400);
        assertThat(open(clinician, "a", "emergency-treatment", 0).statusCode()).isEqualTo(400);
        assertThat(open(clinician, "a", "emergency-treatment", 100_000).statusCode())
                .isEqualTo(400);
        var timeless = "{\"patient\":\"Patient/a\",\"reason\":\"emergency-treatment\",\"text\":\"" + WHY + "\"}";
        assertThat(call(clinician, "POST", "/access/emergency", timeless).statusCode())
                .isEqualTo(400);
        assertThat(open(clinician, "nobody", "emergency-treatment", 30).statusCode())
                .isEqualTo(404);
        assertThat(open(token("bill", "billing"), "a", "emergency-treatment", 30)
                        .statusCode())
                .isEqualTo(403);
        assertThat(open("", "a", "emergency-treatment", 30).statusCode()).isEqualTo(401);
        assertThat(read("Patient/a")).isEqualTo(404);
    }

    @Test
    @Order(3)
    void one_patient_is_opened_with_an_alarm_and_their_psychotherapy_notes_stay_closed() throws Exception {
        var opened = open(clinician, "a", "emergency-treatment", 30);
        assertThat(opened.statusCode()).isEqualTo(201);
        assertThat(opened.body())
                .contains("\"patient\":\"Patient/a\"", "\"until\"")
                .doesNotContain(WHY);
        assertThat(read("Patient/a")).isEqualTo(200);
        assertThat(read("Observation/of-a")).isEqualTo(200);
        assertThat(read("Observation/notes")).isEqualTo(404);
        assertThat(read("Patient/b")).isEqualTo(404);
        assertThat(call(clinician, "GET", "/access/emergency", "").body())
                .contains("\"reason\":\"emergency-treatment\"");
        assertThat(client.ask("alarm", "list")).contains("critical open", "break-glass");
    }

    private static List<String> banners(String token, String method, String path, String body) throws Exception {
        var answer = call(token, method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return answer.headers().allValues("Carekeep-Emergency");
    }

    private static String batch(String... addresses) {
        return Arrays.stream(addresses)
                .map(each -> "{\"request\":{\"method\":\"GET\",\"url\":\"" + each + "\"}}")
                .collect(Collectors.joining(",", "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[", "]}"));
    }

    @Test
    @Order(4)
    void each_answer_about_the_patient_says_so_and_no_other() throws Exception {
        var about = List.of(
                "/fhir/Patient/a",
                "/fhir/Observation/of-a",
                "/fhir/Observation/of-a/_history",
                "/fhir/Patient/a/_history/1",
                "/fhir/Observation?subject=Patient/a",
                "/fhir/Patient/a/$everything");
        for (var each : about) {
            assertThat(banners(clinician, "GET", each, ""))
                    .as(each)
                    .singleElement()
                    .asString()
                    .matches("emergency-treatment;number=\\d+;until=\"20\\d\\d-.*Z\"");
        }
        assertThat(banners(clinician, "POST", "/fhir", batch("Patient/b", "Patient/a", "Observation/of-a")))
                .hasSize(1);
        var others =
                List.of("/fhir/metadata", "/fhir/Patient?identifier=none", "/fhir/Organization", "/access/emergency");
        for (var each : others) {
            assertThat(banners(clinician, "GET", each, "")).as(each).isEmpty();
        }
        assertThat(banners(clinician, "POST", "/fhir", batch("Patient/b"))).isEmpty();
        assertThat(banners(server.token(), "GET", "/fhir/Patient/a", "")).isEmpty();
        assertThat(call(clinician, "GET", "/fhir/Patient/b", "").headers().allValues("Carekeep-Emergency"))
                .isEmpty();
    }

    @Test
    @Order(5)
    void the_next_time_comes_after_a_review_by_somebody_else() throws Exception {
        assertThat(open(clinician, "b", "covering", 30).statusCode()).isEqualTo(403);
        var support = token("sue", "support");
        assertThat(call(support, "GET", "/admin/alarms/1/emergencies", "").body())
                .contains(WHY);
        assertThat(call(clinician, "GET", "/admin/alarms/1/emergencies", "").statusCode())
                .isEqualTo(403);
        assertThat(call(support, "POST", "/admin/alarms/1/close", "{\"text\":\"was right to do so\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(open(clinician, "b", "covering", 30).statusCode()).isEqualTo(201);
        assertThat(read("Patient/b")).isEqualTo(200);
    }

    @Test
    @Order(7)
    void a_budget_of_nobody_is_not_lifted() throws Exception {
        var asked = "{\"text\":\"the night shift alone\",\"percent\":100,\"hours\":2}";
        assertThat(call(token("adam", "administrator"), "POST", "/admin/budgets/4711/lift", asked)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @Order(6)
    void it_is_ended_before_its_time() throws Exception {
        var open = call(clinician, "GET", "/access/emergency", "").body();
        Matcher number =
                Pattern.compile("\"number\":(\\d+),\"patient\":\"Patient/b\"").matcher(open);
        assertThat(number.find()).isTrue();
        assertThat(call(clinician, "DELETE", "/access/emergency/" + number.group(1), "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(read("Patient/b")).isEqualTo(404);
        assertThat(read("Patient/a")).isEqualTo(200);
        assertThat(banners(clinician, "POST", "/fhir", batch("Patient/a", "Patient/b")))
                .hasSize(1);
    }

    @Test
    @Order(8)
    void a_row_that_was_written_into_the_database_opens_nothing_and_raises_an_alarm() throws Exception {
        try (var database = StolenDatabase.of(server)) {
            var first = "(select min(number) from access.emergency)";
            database.execute("""
                    insert into access.emergency (account, home, low, high, most, reason, alarm, sealed)
                    select account, (select max(home) from access.emergency), low, high, most, reason, alarm, sealed
                      from access.emergency where number = %s""".formatted(first));
            assertThat(read("Patient/a")).isEqualTo(200);
            Thread.sleep(600);
            assertThat(read("Patient/b")).isEqualTo(404);
            assertThat(client.ask("alarm", "list")).contains("emergency-altered");

            database.execute("update access.emergency set high = high + 1, most = most + 1 where number = " + first);
            Thread.sleep(600);
            assertThat(read("Patient/a")).isEqualTo(404);
            database.execute("update access.emergency set high = high - 1, most = most - 1 where number = " + first);
            Thread.sleep(600);
            assertThat(read("Patient/a")).isEqualTo(200);
        }
    }
}
