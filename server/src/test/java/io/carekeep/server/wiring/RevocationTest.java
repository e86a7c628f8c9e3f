package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.server.local.LocalClient;
import io.carekeep.testkit.Safeguard;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Somebody has signed in at one server and is between two pages, when the other server is told to take something away
/// from them: within a second the first one knows.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Safeguard("164.308(a)(3)(ii)(C)")
final class RevocationTest {

    private static final Pattern SECRET = Pattern.compile("\"client_secret\":\"([^\"]+)\"");
    private static final Pattern NEXT = Pattern.compile("\"relation\":\"next\",\"url\":\"([^\"]+)\"");
    private static final Pattern NUMBER = Pattern.compile("\"number\":(\\d+),[^{}]*?\"name\":\"([^\"]+)\"");
    private static final Duration AT_MOST = Duration.ofSeconds(1);
    private static final int PATIENTS = 20;
    private static final String RULES = """
            groups:
              ward: looks after patients
              desk: looks at all patients
              system: sends results
            budgets:
              ward: 12/100/100
              desk: 1000/1000/1000
            rules:
            - {name: The ward sees its patients, groups: [ward], types: all, patients: in-care, interactions: [view]}
            - {name: The desk sees all, groups: [desk], types: all, interactions: [view]}
            """;
    private static final String FEWER_RULES =
            RULES.replace("- {name: The desk sees all, groups: [desk], types: all, interactions: [view]}\n", "");

    @TempDir
    private static Path place;

    private static TwoServers two;
    private static URI here;
    private static URI there;
    private static LocalClient local;
    private static FhirCalls operator;
    private static Person administrator;

    @BeforeAll
    static void start() throws Exception {
        two = TwoServers.start(place);
        here = two.first().run().base();
        there = two.second().run().base();
        local = LocalClient.of(two.second().home());
        operator = new FhirCalls(two.second());
        local.ask("policy", "apply\n" + RULES);
        administrator = person("ada", "administrator", there);
        for (int at = 0; at < PATIENTS; at++) {
            put("Patient/p" + at, "\"gender\":\"other\"");
        }
    }

    @AfterAll
    static void end() throws Exception {
        if (two != null) {
            operator.close();
            local.close();
            two.end();
        }
    }

    private static void put(String address, String content) throws Exception {
        var name = address.split("/", -1);
        var json = "{\"resourceType\":\"%s\",\"id\":\"%s\",%s}".formatted(name[0], name[1], content);
        assertThat(operator.send("PUT", "/" + address, json).statusCode()).isIn(200, 201);
    }

    // A person's record among the practitioners has their name.
    private static Person person(String name, String group, URI server) throws Exception {
        var made = local.ask("user", "create\n" + name + "\n" + group);
        var password = made.substring(made.indexOf("password ") + 9).strip();
        put("Practitioner/" + name, "\"active\":true");
        local.ask("user", "identify\n" + name + "\nPractitioner/" + name);
        return Person.signIn(server, name, password);
    }

    private static long number(String name) throws Exception {
        Matcher each =
                NUMBER.matcher(administrator.get(there, "/admin/accounts").body());
        while (each.find()) {
            if (each.group(2).equals(name)) {
                return Long.parseLong(each.group(1));
            }
        }
        throw new AssertionError("no account has this name");
    }

    private static String next(HttpResponse<String> page) {
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("\"resourceType\":\"Patient\"");
        Matcher next = NEXT.matcher(page.body());
        assertThat(next.find()).as("a next page").isTrue();
        var url = URI.create(next.group(1));
        return url.getRawPath() + "?" + url.getRawQuery();
    }

    // Asks here for the second page, again and again, since before it is revoked there.
    private static void ends(Person person, Callable<?> revocation, int status) throws Exception {
        var second = next(person.get(here, "/fhir/Patient?_count=3&_sort=_id"));
        assertThat(person.get(here, second).statusCode()).isEqualTo(200);
        revocation.call();
        long begun = System.nanoTime();
        int asked = 1;
        while (person.get(here, second).statusCode() != status) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_MOST);
            asked++;
        }
        var took = Duration.ofNanos(System.nanoTime() - begun);
        System.out.printf(
                "%s is out %d ms after the other server's answer, in request %d%n",
                person.name(), took.toMillis(), asked);
        assertThat(took).isLessThan(AT_MOST);
        for (var path : surfaces(second)) {
            assertThat(person.get(here, path).statusCode()).as(path).isEqualTo(status);
            assertThat(person.get(there, path).statusCode()).as(path).isEqualTo(status);
        }
    }

    private static List<String> surfaces(String page) {
        return List.of(
                page,
                "/fhir/Patient/p1",
                "/fhir/Patient/p1/_history",
                "/fhir/Patient/p1/_history/1",
                "/fhir/Patient/p1/$everything",
                "/fhir/Patient?_summary=count",
                "/fhir/Patient/_history");
    }

    @Test
    @Order(1)
    void an_account_a_group_a_token_and_a_rule() throws Exception {
        account("dora");
        group("dirk");
        token("dana");
        program("results");
        rule("dave");
    }

    @Test
    @Order(5)
    void the_same_when_nobody_is_told_of_it() throws Exception {
        two.silence();
        account("dunja");
        group("dick");
        token("dalia");
        program("reports");
        rule("dan");
    }

    private static void account(String name) throws Exception {
        ends(person(name, "desk", here), () -> local.ask("user", "suspend\n" + name), 401);
    }

    private static void group(String name) throws Exception {
        var person = person(name, "desk", here);
        var path = "/admin/accounts/" + number(name) + "/groups";
        ends(person, () -> administrator.ask(there, "PUT", path, "{\"groups\":[\"ward\"]}"), 401);
    }

    private static void token(String name) throws Exception {
        var person = person(name, "desk", here);
        ends(person, () -> person.ask(there, "POST", "/sign-out", ""), 401);
    }

    private static void program(String name) throws Exception {
        var made = administrator.ask(
                there,
                "POST",
                "/admin/accounts",
                "{\"kind\":\"service\",\"name\":\"" + name + "\",\"groups\":[\"desk\"]}");
        Matcher secret = SECRET.matcher(made.body());
        assertThat(secret.find()).as("a secret").isTrue();
        var program = Person.program(here, name, secret.group(1));
        var asked = "client_id=%s&client_secret=%s&token=%s".formatted(name, secret.group(1), program.token());
        ends(program, () -> program.form(there, "/oauth2/revoke", asked), 401);
    }

    private static void rule(String name) throws Exception {
        var person = person(name, "desk", here);
        ends(person, () -> local.ask("policy", "apply\n" + FEWER_RULES), 403);
        local.ask("policy", "apply\n" + RULES);
        Thread.sleep(AT_MOST);
        assertThat(person.get(here, "/fhir/Patient/p1").statusCode()).isEqualTo(200);
    }

    @Test
    @Order(2)
    void the_care_of_many_patients() throws Exception {
        var wanda = person("wanda", "ward", here);
        var members = new ArrayList<String>();
        for (int at = 0; at < 9; at++) {
            members.add("{\"entity\":{\"reference\":\"Patient/p" + at + "\"}}");
        }
        var group = "\"type\":\"person\",\"actual\":true,\"member\":[" + String.join(",", members) + "]";
        put("Group/list", group + ",\"managingEntity\":{\"reference\":\"Practitioner/wanda\"}");
        var second = next(wanda.get(here, "/fhir/Patient?_count=3&_sort=_id"));
        assertThat(wanda.get(here, second).body()).contains("\"resourceType\":\"Patient\"");
        put("Group/list", group);
        assertThat(wanda.get(here, second).body()).doesNotContain("\"resourceType\":\"Patient\"");
        assertThat(wanda.get(here, "/fhir/Patient/p1").statusCode()).isEqualTo(404);
    }

    @Test
    @Order(3)
    void the_care_of_one_by_an_encounter_and_by_a_care_team() throws Exception {
        var will = person("will", "ward", here);
        var encounter = "\"status\":\"%s\",\"class\":{\"code\":\"AMB\"},\"subject\":{\"reference\":\"Patient/p1\"},"
                + "\"participant\":[{\"individual\":{\"reference\":\"Practitioner/will\"}}]";
        var team = "\"status\":\"%s\",\"subject\":{\"reference\":\"Patient/p2\"},"
                + "\"participant\":[{\"member\":{\"reference\":\"Practitioner/will\"}}]";
        put("Encounter/visit", encounter.formatted("in-progress"));
        put("CareTeam/team", team.formatted("active"));
        assertThat(will.get(here, "/fhir/Patient/p1").statusCode()).isEqualTo(200);
        assertThat(will.get(here, "/fhir/Patient/p2").statusCode()).isEqualTo(200);
        put("Encounter/visit", encounter.formatted("cancelled"));
        assertThat(will.get(here, "/fhir/Patient/p1").statusCode()).isEqualTo(404);
        assertThat(will.get(here, "/fhir/Patient/p2").statusCode()).isEqualTo(200);
        put("CareTeam/team", team.formatted("inactive"));
        assertThat(will.get(here, "/fhir/Patient/p2").statusCode()).isEqualTo(404);
    }

    @Test
    @Order(3)
    void a_consent_between_two_pages() throws Exception {
        var dina = person("dina", "desk", here);
        var denial = "\"status\":\"%s\",\"scope\":{\"text\":\"all\"},\"category\":[{\"text\":\"all\"}],\"policyRule\":"
                + "{\"text\":\"all\"},\"patient\":{\"reference\":\"Patient/p2\"},\"provision\":{\"type\":\"deny\"}";
        var second = next(dina.get(here, "/fhir/Patient?_id=p1,p2&_count=1&_sort=_id"));
        put("Consent/of-p2", denial.formatted("active"));
        assertThat(dina.get(here, second).body()).doesNotContain("\"resourceType\":\"Patient\"");
        put("Consent/of-p2", denial.formatted("inactive"));
        assertThat(dina.get(here, second).body()).contains("\"resourceType\":\"Patient\"");
    }

    @Test
    @Order(4)
    void a_budget_that_is_spent_at_the_other_server() throws Exception {
        var wim = person("wim", "ward", here);
        for (int at = 0; at < PATIENTS; at++) {
            put("Patient/p" + at, "\"generalPractitioner\":[{\"reference\":\"Practitioner/wim\"}]");
        }
        var second = next(wim.get(here, "/fhir/Patient?_count=6&_sort=_lastUpdated"));
        assertThat(wim.get(there, "/fhir/Patient?_count=6&_sort=-_lastUpdated").statusCode())
                .isEqualTo(200);
        assertThat(wim.get(here, second).statusCode()).isEqualTo(429);
    }

    @Test
    @Order(6)
    void everything_when_the_database_is_out_of_reach() throws Exception {
        var dolf = person("dolf", "desk", here);
        assertThat(dolf.get(here, "/fhir/Patient/p1").statusCode()).isEqualTo(200);
        two.cut();
        Thread.sleep(AT_MOST);
        local.ask("user", "suspend\ndolf");
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        long begun = System.nanoTime();
        for (var path : surfaces("/fhir/Patient")) {
            answers.add(CompletableFuture.supplyAsync(() -> asked(dolf, path)));
        }
        for (var answer : answers) {
            assertThat(answer.join().statusCode()).isEqualTo(503);
        }
        var took = Duration.ofNanos(System.nanoTime() - begun);
        System.out.printf("without a database %d requests are refused within %d ms%n", answers.size(), took.toMillis());
        assertThat(took).isLessThan(Duration.ofSeconds(3));
        assertThat(dolf.get(there, "/fhir/Patient/p1").statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> asked(Person person, String path) {
        try {
            return person.get(here, path);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
