package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.server.local.LocalClient;
import io.carekeep.testkit.Safeguard;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Officers of a running server release records to a registry, which opens them with its own key.
@Safeguard("164.514(d)")
final class ReleaseTest {

    private static final String PART_2 = ",\"meta\":{\"security\":[{\"system\":"
            + "\"http://terminology.hl7.org/CodeSystem/v3-ActCode\",\"code\":\"ETH\"}]}";

    @TempDir
    private static Path place;

    private static ServerProcess server;
    private static LocalClient client;
    private static URI base;
    private static Person ada;
    private static Person olga;
    private static Person otto;
    private static Person cleo;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(place, "--http");
        client = LocalClient.of(server.home());
        base = server.run().base();
        try (var calls = new FhirCalls(server)) {
            for (int at = 0; at < 30; at++) {
                put(calls, "Patient", "p" + at, ",\"gender\":\"other\",\"name\":[{\"family\":\"Quillmark\"}]");
                put(calls, "Condition", "c" + at, condition(at) + (at % 3 == 0 ? PART_2 : ""));
            }
        }
        ada = person("ada", "administrator");
        olga = person("olga", "security-officer");
        otto = person("otto", "security-officer");
        cleo = person("cleo", "clinician");
    }

    private static String condition(int at) {
        return ",\"code\":{\"coding\":[{\"system\":\"http://hl7.org/fhir/sid/icd-10-cm\",\"code\":\"E11.9\"}]}"
                + ",\"subject\":{\"reference\":\"Patient/p" + at + "\"}";
    }

    @AfterAll
    static void end() throws Exception {
        client.close();
        server.end();
    }

    private static void put(FhirCalls calls, String type, String id, String more) throws Exception {
        var json = "{\"resourceType\":\"%s\",\"id\":\"%s\"%s}".formatted(type, id, more);
        assertThat(calls.send("PUT", "/" + type + "/" + id, json).statusCode()).isEqualTo(201);
    }

    private static Person person(String name, String group) throws Exception {
        var made = client.ask("user", "create\n" + name + "\n" + group);
        return Person.signIn(
                base, name, made.substring(made.indexOf("password ") + 9).strip());
    }

    /// Makes a person's account as an administrator does, over HTTP.
    private static Person made(Person by, String name, String group) throws Exception {
        var asked = "{\"kind\":\"person\",\"name\":\"%s\",\"groups\":[\"%s\"]}".formatted(name, group);
        var answer = by.ask(base, "POST", "/admin/accounts", asked);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        var link = answer.body().replaceAll("(?s).*/enrol\\?token=([^\"]+)\".*", "$1");
        var password = "seven-grey-herons-" + name;
        by.form(base, "/enrol", "token=%s&name=%s&password=%s&again=%s".formatted(link, name, password, password));
        return Person.signIn(base, name, password);
    }

    private static HttpResponse<String> say(Person who, long number, String word) throws Exception {
        return Registry.say(base, who, number, word);
    }

    private static HttpResponse<byte[]> deliver(Person who, long number) throws Exception {
        return Registry.deliver(base, who, number, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String shown(Person who, long number) throws Exception {
        return who.get(base, "/admin/releases/" + number).body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec"})
    @Safeguard("164.528")
    void what_two_others_approved_goes_encrypted_to_the_recipient_once_and_is_accounted_for(String kind)
            throws Exception {
        var registry = Registry.make(place, kind);
        long number = Registry.number(registry.proposed(base, ada, "Condition?code=E11.9&_elements=code,subject"));
        assertThat(say(ada, number, "approve").statusCode()).isEqualTo(403);
        assertThat(say(olga, number, "approve").body()).contains("\"state\":\"proposed\"");
        assertThat(say(olga, number, "approve").statusCode()).isEqualTo(409);
        assertThat(deliver(ada, number).statusCode()).isEqualTo(409);
        assertThat(say(otto, number, "approve").body()).contains("\"state\":\"approved\"");

        var delivered = deliver(ada, number);
        assertThat(delivered.statusCode()).isEqualTo(200);
        assertThat(Registry.seen(delivered.body())).doesNotContain("Condition", "E11.9");
        var lines = registry.lines(delivered.body());
        assertThat(lines)
                .hasSize(20)
                .allMatch(each -> each.startsWith("{\"resourceType\":\"Condition\"") && each.contains("SUBSETTED"))
                .noneMatch(each -> each.contains("\"id\":\"c3\""));

        assertThat(deliver(ada, number).statusCode()).isEqualTo(409);
        assertThat(shown(ada, number)).contains("\"state\":\"delivered\"", "\"began\"");
        assertThat(client.ask("audit", "disclosures\npatient Patient/p1"))
                .containsPattern("State Registry +PUBHLTH.*diagnoses 1");
        assertThat(client.ask("audit", "disclosures\npatient Patient/p3")).contains("no disclosure");
    }

    @Test
    void what_one_refuses_is_not_delivered() throws Exception {
        long number = Registry.number(Registry.make(place, "ec").proposed(base, ada, "Patient"));
        say(olga, number, "approve");
        assertThat(say(otto, number, "refuse").body()).contains("\"state\":\"refused\"");
        assertThat(deliver(ada, number).statusCode()).isEqualTo(409);
    }

    @Test
    void what_is_not_said_rightly_is_refused() throws Exception {
        var registry = Registry.make(place, "ec");
        assertThat(registry.proposed(base, cleo, "Patient").statusCode()).isEqualTo(403);
        assertThat(cleo.get(base, "/admin/releases").statusCode()).isEqualTo(403);
        assertThat(Registry.proposed(base, ada, "no certificate", "Patient").body())
                .contains("certificate", "X.509");
        assertThat(registry.proposed(base, ada, "Patient?shoe=9").statusCode()).isEqualTo(400);
        assertThat(registry.proposed(base, ada, "AuditEvent").statusCode()).isEqualTo(400);
        assertThat(registry.proposed(base, ada, "Patient?_revinclude=Condition:subject")
                        .statusCode())
                .isEqualTo(400);
        assertThat(deliver(ada, 4711).statusCode()).isEqualTo(404);
    }

    @Test
    void who_approves_is_told_how_much_it_finds_and_not_much_more_is_given() throws Exception {
        long number = Registry.number(Registry.make(place, "ec").proposed(base, ada, "Condition?code=E11.9"));
        assertThat(shown(olga, number)).contains("\"found\":[{\"records\":20,\"patients\":20}],\"words\":[]");
        assertThat(shown(ada, number)).contains("\"found\":[],\"words\":[]");
        say(olga, number, "approve");
        assertThat(say(otto, number, "approve").body())
                .contains("\"word\":\"approves\",\"found\":[{\"records\":20,\"patients\":20}]");
        try (var calls = new FhirCalls(server)) {
            for (var id : List.of("more-1", "more-2", "more-3")) {
                put(calls, "Condition", id, condition(2));
            }
            var refused = deliver(ada, number);
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(Registry.seen(refused.body())).contains("23 records of 20 patients now, and 20 of 20");
            calls.send("DELETE", "/Condition/more-1", "");
            assertThat(deliver(ada, number).statusCode()).isEqualTo(200);
            calls.send("DELETE", "/Condition/more-2", "");
            calls.send("DELETE", "/Condition/more-3", "");
        }
    }

    @Test
    void an_approval_that_was_written_into_the_database_is_refused_and_raises_an_alarm() throws Exception {
        long number = Registry.number(Registry.make(place, "ec").proposed(base, ada, "Patient"));
        say(olga, number, "approve");
        var release = "/admin/releases/" + number;
        try (var database = StolenDatabase.of(server)) {
            for (var sealed : List.of("null", "sealed")) {
                database.execute("""
                        insert into access.release_word (release, account, at, word, sealed)
                        select release, 4711, at, word, %s from access.release_word where release = %d
                        """.formatted(sealed, number));
                assertThat(ada.get(base, release).statusCode()).isEqualTo(409);
                assertThat(deliver(ada, number).statusCode()).isEqualTo(409);
                assertThat(ada.get(base, "/admin/releases").body()).doesNotContain("\"number\":" + number + ",");
                assertThat(client.ask("alarm", "list")).contains("critical open", "release-altered");
                database.execute("delete from access.release_word where account = 4711");
            }
            database.execute("update access.release set until = until + 1 where number = " + number);
            assertThat(say(otto, number, "approve").statusCode()).isEqualTo(409);
            database.execute("update access.release set until = until - 1 where number = " + number);
            assertThat(say(otto, number, "approve").body()).contains("\"state\":\"approved\"");
        }
    }

    @Test
    void nobody_approves_with_an_account_that_another_of_them_had_a_hand_in() throws Exception {
        var mina = made(ada, "mina", "security-officer");
        var nora = made(made(ada, "bela", "administrator"), "nora", "security-officer");
        var registry = Registry.make(place, "ec");
        long number = Registry.number(registry.proposed(base, ada, "Patient"));
        assertThat(say(mina, number, "approve").body()).contains("may have made");
        assertThat(say(nora, number, "approve").body()).contains("may have made");
        assertThat(say(person("late", "security-officer"), number, "approve").body())
                .contains("younger than the proposal");
        assertThat(say(mina, number, "refuse").statusCode()).isEqualTo(200);

        long other = Registry.number(registry.proposed(base, olga, "Patient"));
        assertThat(say(ada, other, "approve").statusCode()).isEqualTo(200);
        assertThat(say(nora, other, "approve").statusCode()).isEqualTo(403);
        assertThat(say(otto, other, "approve").body()).contains("\"state\":\"approved\"");
        assertThat(client.ask("alarm", "list")).contains("release-approved");
    }

    @Test
    void who_was_put_into_their_groups_by_who_proposes_approves_nothing() throws Exception {
        var rolf = person("rolf", "clinician");
        var accounts = ada.get(base, "/admin/accounts").body();
        var number = accounts.replaceAll("(?s).*\"number\":(\\d+),\"kind\":\"person\",\"name\":\"rolf\".*", "$1");
        var password = "nine-blue-herons-rolf";
        assertThat(ada.ask(base, "PUT", "/admin/accounts/" + number + "/groups", "{\"groups\":[\"security-officer\"]}")
                        .statusCode())
                .isEqualTo(200);
        var again = ada.ask(base, "POST", "/admin/accounts/" + number + "/enrolment", "");
        var link = again.body().replaceAll("(?s).*/enrol\\?token=([^\"]+)\".*", "$1");
        rolf.form(base, "/enrol", "token=%s&name=rolf&password=%s&again=%s".formatted(link, password, password));
        rolf = Person.signIn(base, "rolf", password);
        long release = Registry.number(Registry.make(place, "ec").proposed(base, ada, "Patient"));
        assertThat(say(rolf, release, "approve").body()).contains("may have made");
    }
}
