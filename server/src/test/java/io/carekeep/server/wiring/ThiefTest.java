package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.server.local.LocalClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Somebody has a clinician's token and takes what they can from a running server with its shipped rules. Whatever they
/// ask, they get to see no more patients than the clinician's budget.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ThiefTest {

    private static final int PATIENTS = 70;
    private static final int BUDGET = 40;

    @TempDir
    private static Path place;

    private static ServerProcess server;
    private static LocalClient client;
    private static Thief thief;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(place, "--http");
        client = LocalClient.of(server.home());
        try (var calls = new FhirCalls(server)) {
            var bundle = new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[");
            bundle.append(entry("Practitioner/doc", "{\"resourceType\":\"Practitioner\",\"id\":\"doc\"}"));
            for (int at = 0; at < PATIENTS; at++) {
                bundle.append(',').append(entry("Patient/pat-" + at, patient(at)));
                bundle.append(',').append(entry("Observation/obs-" + at, observation(at)));
            }
            assertThat(calls.send("POST", "", bundle.append("]}").toString()).statusCode())
                    .isEqualTo(200);
        }
        var made = client.ask("user", "create\ncleo\nclinician");
        var password = made.substring(made.indexOf("password ") + 9).strip();
        client.ask("user", "identify\ncleo\nPractitioner/doc");
        thief = new Thief(server.run().base(), "cleo", password);
        thief.signIn();
    }

    @AfterAll
    static void end() throws Exception {
        client.close();
        server.end();
    }

    private static String entry(String url, String resource) {
        return "{\"resource\":" + resource + ",\"request\":{\"method\":\"PUT\",\"url\":\"" + url + "\"}}";
    }

    private static String patient(int at) {
        return """
                {"resourceType":"Patient","id":"pat-%d","gender":"other","name":[{"family":"Made-up %d"}],\
                "identifier":[{"system":"http://example.org/mrn","value":"m%d"}],\
                "generalPractitioner":[{"reference":"Practitioner/doc"}]}""".formatted(at, at, at);
    }

    private static String observation(int at) {
        return """
                {"resourceType":"Observation","id":"obs-%d","status":"final","code":{"text":"test"},\
                "subject":{"reference":"Patient/pat-%d"}}""".formatted(at, at);
    }

    @Test
    @Order(1)
    void no_total_tells_how_many_there_are() throws Exception {
        assertThat(thief.steal("/fhir/Patient?_summary=count").statusCode()).isEqualTo(429);
        assertThat(thief.steal("/fhir/Patient?_summary=count&gender=other").statusCode())
                .isEqualTo(429);
        var page = thief.steal("/fhir/Patient?_total=accurate&_count=5");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("\"total\"");
        assertThat(thief.ask("GET", "/access/budget", "").body()).contains("\"seen\":5,");
        // A total about one patient tells whether they meet a condition.
        assertThat(thief.steal("/fhir/Observation?_summary=count&status=final&patient=pat-60")
                        .body())
                .contains("\"total\":1");
        assertThat(thief.ask("GET", "/access/budget", "").body()).contains("\"seen\":6,");
    }

    @Test
    @Order(2)
    void an_answer_about_too_many_at_once_sends_nobody() throws Exception {
        var before = Set.copyOf(thief.stolen());
        assertThat(thief.steal("/fhir/Patient?_count=60").statusCode()).isEqualTo(429);
        assertThat(thief.steal("/fhir/Observation?_count=60&_include=Observation:subject")
                        .statusCode())
                .isEqualTo(429);
        assertThat(thief.stolen()).isEqualTo(before);
    }

    @Test
    @Order(3)
    void paging_ends_at_the_budget_with_alarms_within_seconds() throws Exception {
        long begun = System.nanoTime();
        thief.stealAllPages("/fhir/Patient?_count=7");
        var alarms = client.ask("alarm", "list");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(alarms).contains("budget-warning", "critical open", "budget-spent");
        assertThat(thief.stolen()).hasSizeBetween(BUDGET - 8, BUDGET);
    }

    @Test
    @Order(4)
    void no_other_way_leads_past_it() throws Exception {
        thief.stealAllPages("/fhir/Observation?_count=1&_include=Observation:subject");
        thief.stealAllPages("/fhir/Patient?_count=3&_revinclude=Observation:subject&_sort=-_lastUpdated");
        thief.stealAllPages("/fhir/Patient?_count=2&_elements=id");
        thief.stealAllPages("/fhir/Observation?_count=2&_summary=true");
        thief.stealAllPages("/fhir/Patient/_history?_count=2");
        thief.stealAllPages("/fhir/_history?_count=2");
        for (int at = 0; at < PATIENTS; at++) {
            var id = "pat-" + at;
            one(id);
            writes(at, id);
        }
        assertThat(thief.stolen()).hasSize(BUDGET);
        assertThat(client.ask("alarm", "list").lines().filter(line -> line.contains("budget-spent")))
                .as("one alarm a window")
                .hasSize(1);
    }

    private static void one(String id) throws Exception {
        thief.steal("/fhir/Patient/" + id);
        thief.steal("/fhir/Patient/" + id + "/_history");
        thief.steal("/fhir/Patient/" + id + "/_history/1");
        thief.steal("/fhir/Patient/" + id + "/$everything");
        thief.steal("/fhir/Patient/" + id + "/$meta");
        thief.steal("/fhir/Observation?patient=" + id);
        thief.steal("/fhir/Patient?_summary=count&_id=" + id + "&gender=other");
        thief.steal("/fhir/Observation?_summary=count&patient=" + id);
        thief.steal("/fhir/Observation?subject:Patient.name=Made-up&_id=obs-" + id.substring(4));
    }

    private static void writes(int at, String id) throws Exception {
        boolean known = thief.stolen().contains(at);
        int[] answers = {
            thief.steal(
                            "PATCH",
                            "/fhir/Patient/" + id,
                            "[{\"op\":\"test\",\"path\":\"/gender\",\"value\":\"male\"}]",
                            "application/json-patch+json")
                    .statusCode(),
            thief.steal(
                            "POST",
                            "/fhir/Patient",
                            "{\"resourceType\":\"Patient\"}",
                            "application/fhir+json",
                            "If-None-Exist",
                            "identifier=m" + at,
                            "Prefer",
                            "return=representation")
                    .statusCode(),
            thief.steal("PUT", "/fhir/Patient?identifier=m" + at, "{\"resourceType\":\"Patient\"}")
                    .statusCode(),
            thief.steal(
                            "PATCH",
                            "/fhir/Patient?identifier=m" + at,
                            "[{\"op\":\"test\",\"path\":\"/gender\",\"value\":\"male\"}]",
                            "application/json-patch+json")
                    .statusCode()
        };
        for (int each : answers) {
            assertThat(each == 429).as("whether " + id + " is refused").isEqualTo(!known);
        }
        thief.steal("POST", "/fhir", bundle("batch", id));
        thief.steal("POST", "/fhir", bundle("transaction", id));
    }

    private static String bundle(String type, String id) {
        return """
                {"resourceType":"Bundle","type":"%s","entry":[\
                {"request":{"method":"GET","url":"Patient?_id=%s"}}]}""".formatted(type, id).replace("\n", "");
    }

    @Test
    @Order(5)
    void who_was_seen_may_still_be_seen_and_the_answer_says_how_to_be_let_on() throws Exception {
        int seen = thief.stolen().iterator().next();
        assertThat(thief.steal("/fhir/Patient/pat-" + seen).statusCode()).isEqualTo(200);
        int other = 0;
        while (thief.stolen().contains(other)) {
            other++;
        }
        var refused = thief.steal("/fhir/Patient/pat-" + other);
        assertThat(refused.body()).contains("throttled", "your budget is 40", "/access/budget");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(thief.ask("GET", "/access/budget", "").body()).contains("\"seen\":40,\"budget\":40");
    }

    @Test
    @Order(6)
    void a_reason_and_a_fresh_sign_in_let_half_as_many_more_and_an_officer_the_rest() throws Exception {
        thief.signIn();
        var asked = "{\"text\":\"the night shift alone\"}";
        assertThat(thief.ask("POST", "/access/budget", "{}", "application/json").statusCode())
                .isEqualTo(400);
        assertThat(thief.ask("POST", "/access/budget", asked, "application/json")
                        .statusCode())
                .isEqualTo(201);
        thief.stealAllPages("/fhir/Patient?_count=1");
        assertThat(thief.stolen()).hasSize(BUDGET * 3 / 2);
        assertThat(thief.ask("POST", "/access/budget", asked, "application/json")
                        .statusCode())
                .isEqualTo(403);
        assertThat(thief.ask("GET", "/admin/budgets", "").statusCode()).isEqualTo(403);
        assertThat(client.ask("budget", "show\ncleo")).contains(" 60 ");
        assertThat(client.ask("budget", "lift\ncleo\n100\n2\na whole ward came in"))
                .contains("100 % more");
        thief.stealAllPages("/fhir/Patient?_count=1");
        assertThat(thief.stolen()).hasSize(PATIENTS);
        assertThat(client.ask("alarm", "list")).contains("budget-lifted");
    }

    @Test
    @Order(7)
    void a_canary_ends_it_all() throws Exception {
        assertThat(client.ask("budget", "canary-add\nPatient/pat-69")).contains("shut out");
        assertThat(client.ask("budget", "canary-list")).contains("Patient/pat-69");
        Thread.sleep(1_100);
        assertThat(thief.ask("GET", "/fhir/Patient/pat-1", "").statusCode()).isEqualTo(200);
        var answer = thief.ask("GET", "/fhir/Observation?patient=pat-69", "");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).doesNotContain("pat-69");
        assertThat(thief.ask("GET", "/fhir/Patient/pat-1", "").statusCode()).isEqualTo(401);
        assertThat(client.ask("alarm", "list")).contains("canary-seen");
        assertThat(client.ask("user", "list")).containsPattern("cleo +clinician +suspended");
        assertThat(said("manage-accounts")).anyMatch(words -> words.matches("suspend account \\d+: canary-seen"));
        client.ask("budget", "canary-remove\nPatient/pat-69");
        assertThat(client.ask("budget", "canary-list")).contains("no canary");
    }

    /// What was asked in the audit log's entries of a kind, as an officer reads them.
    private static List<String> said(String kind) throws Exception {
        var made = client.ask("user", "create\nolga\nsecurity-officer");
        var password = made.substring(made.indexOf("password ") + 9).strip();
        var base = server.run().base();
        var events = Person.signIn(base, "olga", password).get(base, "/fhir/AuditEvent?subtype=" + kind);
        return Pattern.compile("\"query\":\"([^\"]+)\"")
                .matcher(events.body())
                .results()
                .map(found -> new String(Base64.getDecoder().decode(found.group(1)), StandardCharsets.UTF_8))
                .toList();
    }
}
