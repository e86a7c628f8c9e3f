package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.server.local.LocalClient;
import io.carekeep.testkit.Safeguard;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What a proposed policy would open and close is counted before it counts.
@Safeguard("164.308(a)(4)")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LocalImpactTest {

    private static final String GROUPS = """
            groups: {billing: sends bills, ward: treats, ghost: is nobody's}
            labels:
              notes: {coding: "http://example.org/labels|PSY"}
            rules:
            """;
    private static final String BEFORE = GROUPS + """
            - {name: bills, groups: [billing], types: [Patient], interactions: [view], hide: [Patient.telecom]}
            - {name: the ward, groups: [ward], types: all, interactions: [view, change], patients: in-care}
            """;
    // One of the four observations is labelled; two patients are in cleo's care, one of them in dan's too.
    private static final String AFTER = GROUPS + """
            - {name: bills, groups: [billing], types: [Patient, Observation], interactions: [view]}
            - {name: the ward, groups: [ward], types: all, interactions: [view], patients: in-care, hide: [Patient.telecom]}
            - {name: a ghost, groups: [ghost], types: [Account, Basic], interactions: [view]}
            """;

    @TempDir
    private static Path place;

    private static ServerProcess server;
    private static LocalClient client;
    private static URI base;
    private static Person ada;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(place, "--http");
        client = LocalClient.of(server.home());
        base = server.run().base();
        try (var calls = new FhirCalls(server)) {
            put(calls, "Practitioner", "cleo", "");
            put(calls, "Practitioner", "dan", "");
            patient(calls, "a", "cleo", "dan");
            patient(calls, "b", "cleo");
            patient(calls, "c");
            for (var id : new String[] {"a", "b", "c"}) {
                observation(calls, "plain-" + id, id, "");
            }
            observation(
                    calls,
                    "noted",
                    "a",
                    ",\"meta\":{\"security\":[{\"system\":\"http://example.org/labels\",\"code\":\"PSY\"}]}");
        }
        client.ask("policy", "apply\n" + BEFORE);
        ada = Person.signIn(base, "ada", password(client.ask("user", "create\nada\nadministrator")));
        for (var name : new String[] {"cleo", "dan"}) {
            client.ask("user", "create\n" + name + "\nward");
            client.ask("user", "identify\n" + name + "\nPractitioner/" + name);
        }
        client.ask("user", "create\nbob\nbilling");
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

    private static void patient(FhirCalls calls, String id, String... doctors) throws Exception {
        var references = new StringBuilder();
        for (var each : doctors) {
            references.append(references.isEmpty() ? "" : ",");
            references.append("{\"reference\":\"Practitioner/").append(each).append("\"}");
        }
        var more = ",\"telecom\":[{\"system\":\"phone\",\"value\":\"5550100\"}]";
        put(calls, "Patient", id, references.isEmpty() ? more : more + ",\"generalPractitioner\":[" + references + "]");
    }

    private static void observation(FhirCalls calls, String id, String patient, String more) throws Exception {
        put(
                calls,
                "Observation",
                id,
                ",\"status\":\"final\",\"code\":{\"text\":\"test\"},\"subject\":{\"reference\":\"Patient/" + patient
                        + "\"}" + more);
    }

    private static String password(String made) {
        return made.substring(made.indexOf("password ") + 9).strip();
    }

    private static String impact(String account, String text) {
        return client.ask("policy", "impact\n" + account + "\n" + text);
    }

    @Test
    @Order(1)
    void a_policy_that_changes_nothing_says_so() {
        assertThat(impact("", BEFORE)).isEqualTo("""
                compared with policy 1, which is in force: records that are there now
                summary: nothing changes for anybody
                """);
        assertThatThrownBy(() -> impact("", GROUPS + "- {name: x}\n")).hasMessageContaining("policy line");
        assertThatThrownBy(() -> impact("nobody", BEFORE)).isNotNull();
    }

    @Test
    @Order(2)
    void each_group_is_told_what_it_gains_and_loses() {
        var told = impact("", AFTER);
        assertThat(told)
                .contains("group billing, 1 account\n  view         +3 -0 patients\n")
                .containsPattern("  Patient +view +\\+0 -0 patients, \\+0 -0 records\n")
                .containsPattern("    Patient.telecom +\\+3 -0 patients, \\+3 -0 records\n")
                .containsPattern("  Observation +view +\\+3 -0 patients, \\+3 -0 records\n");
        assertThat(told)
                .as("of two people, whose patients are two")
                .contains("group ward, 2 accounts\n")
                .containsPattern("""
                          Patient +view +\\+0 -0 patients, \\+0 -0 records
                            Patient.telecom +\\+0 -2 patients, \\+0 -2 records
                        """)
                .containsPattern("  Observation +change +\\+0 -2 patients, \\+0 -2 records\n")
                .containsPattern("  may no longer change, of which nothing is there now: Account, .* more types\n");
        assertThat(told)
                .contains("group ghost, nobody is in it")
                .contains("  may newly view, of which nothing is there now: Account, Basic\n")
                .contains("account bob in [billing]\n  view         +3 -0 patients\n")
                .contains("account dan in [ward]\n  change       +0 -1 patients\n")
                .endsWith("summary: billing view +3 -0 patients; ghost no patients yet; "
                        + "ward change +0 -2, view +0 -0 patients\n");
    }

    @Test
    @Order(3)
    void an_account_is_told_what_it_gains_and_loses_with_all_its_groups() {
        assertThat(impact("dan", AFTER))
                .contains("account dan in [ward]\n")
                .doesNotContain("group ", "bob")
                .containsPattern("    Patient.telecom +\\+0 -1 patients, \\+0 -1 records\n")
                .containsPattern("  Observation +change +\\+0 -1 patients, \\+0 -1 records\n");
    }

    @Test
    @Order(3)
    void what_can_not_be_counted_is_said() {
        var absent = ", where: \"code:in=http://example.org/none\"}\n";
        var rule = "- {name: some, groups: [billing], types: [Observation], interactions: [view]" + absent;
        assertThat(impact("bob", BEFORE + rule))
                .containsPattern("  Observation +view +not counted: .*ValueSet")
                .endsWith("summary: bob no patients yet and what could not be counted\n");
    }

    @Test
    @Order(4)
    void administrators_are_told_over_http_and_nobody_else() throws Exception {
        var answer = ada.ask(base, "POST", "/admin/policy/impact?account=bob", AFTER);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"against\":1", "\"kind\":\"ACCOUNT\",\"name\":\"bob\",\"groups\":[\"billing\"]")
                .contains("\"type\":\"Observation\",\"may\":\"view\",\"when\":\"\"")
                .contains("\"gained\":{\"patients\":3,\"records\":3},\"lost\":{\"patients\":0,\"records\":0}")
                .contains("{\"path\":\"Patient.telecom\",\"gained\":{\"patients\":3,\"records\":3}")
                .doesNotContain("5550100", "uncounted");
        assertThat(ada.ask(base, "POST", "/admin/policy/impact?account=nobody", AFTER)
                        .statusCode())
                .isEqualTo(404);
        assertThat(ada.ask(base, "POST", "/admin/policy/impact", "nothing").statusCode())
                .isEqualTo(400);
        var olga = Person.signIn(base, "olga", password(client.ask("user", "create\nolga\nsecurity-officer")));
        assertThat(olga.ask(base, "POST", "/admin/policy/impact", AFTER).statusCode())
                .isEqualTo(403);
        assertThat(client.ask("policy", "list")).as("nothing is put into force").startsWith("policy 1");
        var asked = Base64.getEncoder().encodeToString("policy/impac".getBytes(StandardCharsets.UTF_8));
        assertThat(ada.get(base, "/fhir/AuditEvent?_count=100").body())
                .as("written down")
                .contains(asked);
    }

    @Test
    @Order(5)
    void the_command_prints_it_before_it_applies() throws Exception {
        var file = Files.writeString(place.resolve("after.yaml"), AFTER).toString();
        var home = server.home().toString();
        assertThat(said("policy", "apply", "--impact", "--home", home, file))
                .startsWith("compared with policy 1, ")
                .containsPattern("summary: billing view \\+3 -0 patients;.*\npolicy 2 is in force");
        assertThat(said("policy", "impact", "--user", "cleo", "--home", home, file))
                .contains("compared with policy 2", "nothing changes for anybody");
    }

    private static String said(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(ServerImage.launch());
        command.addAll(List.of(arguments));
        var said = place.resolve("said");
        var builder = new ProcessBuilder(command).redirectOutput(said.toFile());
        assertThat(builder.redirectError(place.resolve("err").toFile()).start().waitFor())
                .as(arguments[1])
                .isZero();
        return Files.readString(said);
    }
}
