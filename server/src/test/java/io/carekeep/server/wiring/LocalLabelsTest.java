package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.server.local.LocalClient;
import io.carekeep.testkit.Safeguard;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Labels and consents of a running server, by the commands of its machine.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LocalLabelsTest {

    private static final Pattern SECRET = Pattern.compile("\"client_secret\":\"([^\"]+)\"");

    @TempDir
    private static Path place;

    private static ServerProcess server;
    private static LocalClient client;
    private static Person ada;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(place, "--http");
        client = LocalClient.of(server.home());
        ada = administrator();
    }

    @AfterAll
    static void end() throws Exception {
        client.close();
        server.end();
    }

    private static Person administrator() throws Exception {
        var made = client.ask("user", "create\nada\nadministrator");
        var password = made.substring(made.indexOf("password ") + 9).strip();
        return Person.signIn(server.run().base(), "ada", password);
    }

    private static Person program(Person administrator, String name, String groups) throws Exception {
        var asked = "{\"kind\":\"service\",\"name\":\"%s\",\"groups\":[%s]}".formatted(name, groups);
        var made = administrator.ask(server.run().base(), "POST", "/admin/accounts", asked);
        Matcher secret = SECRET.matcher(made.body());
        assertThat(secret.find()).as("a secret").isTrue();
        return Person.program(server.run().base(), name, secret.group(1));
    }

    private static String ask(String... lines) {
        return client.ask("policy", String.join("\n", lines));
    }

    private static String explain(String account, String interaction, String record) {
        return ask("explain", account, interaction, record);
    }

    private static void put(FhirCalls calls, String id, String content) throws Exception {
        var json = "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"," + content + "}";
        assertThat(calls.send("PUT", "/Patient/" + id, json).statusCode()).isEqualTo(201);
    }

    @Test
    @Order(1)
    @Safeguard("164.522(a)(1)")
    void records_that_were_there_before_get_the_labels_of_a_new_policy() throws Exception {
        var base = server.run().base();
        ask("apply", """
                groups: {ward: treats}
                rules:
                - {name: the ward, groups: [ward], types: all, interactions: [view]}
                """);
        var ward = program(ada, "ward", "\"ward\"");
        try (var calls = new FhirCalls(server)) {
            put(calls, "early", "\"maritalStatus\":{\"coding\":[{\"system\":\"urn:example:icd\",\"code\":\"F10.2\"}]}");
        }
        assertThat(ward.get(base, "/fhir/Patient/early").statusCode()).isEqualTo(200);
        var labelling = """
                groups: {ward: treats}
                labels:
                  use: {coding: "http://example.org/labels|ETH", codes: ["urn:example:icd|F10*"]}
                rules:
                - {name: the ward, groups: [ward], types: all, interactions: [view]}
                """;
        assertThat(ask("apply --drop-invariants", labelling)).contains("see carekeep policy relabel");
        assertThat(labelled()).matches("done: ([0-9]+) of \\1 records looked at, 1 labelled; use 1\n");
        assertThat(ward.get(base, "/fhir/Patient/early").statusCode()).isEqualTo(404);
        assertThat(ask("apply", labelling)).doesNotContain("relabel");

        var more = labelling.replace("F10*\"", "F10*\", \"urn:example:icd|F11*\"");
        var applied = ada.ask(base, "PUT", "/admin/policy", more);
        assertThat(applied.statusCode()).isEqualTo(204);
        assertThat(applied.headers().firstValue("Link")).contains("</admin/policy/labelling>; rel=\"monitor\"");
        assertThat(labelled()).contains(" 0 labelled");
        assertThat(ada.get(base, "/admin/policy/labelling").body())
                .contains("\"due\":false", "\"lacking\":0", "\"use\":0");
        assertThat(ward.get(base, "/admin/policy/labelling").statusCode()).isEqualTo(403);
        assertThat(ask("relabel --again")).startsWith("under way");
        assertThat(labelled()).contains(" 0 labelled");
    }

    @Test
    @Order(2)
    @Safeguard("164.522(a)(1)")
    void it_is_said_which_consent_closes_or_opens_a_record() throws Exception {
        ask("apply --drop-invariants", """
                groups: {ward: treats}
                labels:
                  use: {coding: "http://example.org/labels|ETH", codes: ["urn:example:icd|F10*"]}
                rules:
                - {name: the ward, groups: [ward], types: all, interactions: [view]}
                """);
        client.ask("user", "create\nwil\nward");
        client.ask("user", "identify\nwil\nPractitioner/wil");
        assertThat(explain("wil", "read", "Patient/early")).startsWith("denied").contains("closed by the label use");
        try (var calls = new FhirCalls(server)) {
            consent(
                    calls,
                    "opening",
                    "\"permit\",\"securityLabel\":[{\"system\":\"http://example.org/labels\",\"code\":\"ETH\"}]");
            assertThat(explain("wil", "read", "Patient/early"))
                    .startsWith("permitted")
                    .contains("opens      the patient's Consent/opening (the label use)");
            consent(calls, "closing", "\"deny\"");
            assertThat(explain("wil", "read", "Patient/early"))
                    .startsWith("denied")
                    .contains("forbids    the patient's Consent/closing\n");
        }
    }

    private static void consent(FhirCalls calls, String id, String provision) throws Exception {
        var json = """
                {"resourceType":"Consent","id":"%s","status":"active","patient":{"reference":"Patient/early"},
                "scope":{"coding":[{"code":"patient-privacy"}]},"policyRule":{"text":"mine"},
                "category":[{"text":"privacy"}],"provision":{"actor":[{"role":{"coding":[{"code":"PRCP"}]},
                "reference":{"reference":"Practitioner/wil"}}],"type":%s}}""".formatted(id, provision);
        assertThat(calls.send("PUT", "/Consent/" + id, json).statusCode()).isEqualTo(201);
    }

    private static String labelled() throws InterruptedException {
        var far = ask("relabel");
        for (int asked = 0; far.startsWith("under way") && asked < 200; asked++) {
            Thread.sleep(100);
            far = ask("relabel");
        }
        return far;
    }
}
