package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/// The policy of a running server, by the commands of its machine.
@Safeguard("164.308(a)(4)(ii)(C)")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LocalPolicyTest {

    private static final Pattern SECRET = Pattern.compile("\"client_secret\":\"([^\"]+)\"");

    private static final String POLICY = """
            groups:
              surgeon: operates
              patient: sees their own record
            labels:
              famous: {coding: "http://example.org/labels|VIP"}
            rules:
            - name: Surgeons look at women
              groups: [surgeon]
              types: [Patient]
              interactions: [view]
              where: gender=female
              hide: [Patient.telecom, Appointment.reasonCode]
              read-only: [Patient.birthDate]
            - name: Surgeons reach those who want it
              groups: [surgeon]
              types: [Patient]
              interactions: [view, update]
              where: language=en
              hide: [Patient.telecom.value, Patient.address]
              read-only: [Patient.birthDate]
            - name: Surgeons leave inactive records alone
              effect: forbid
              groups: [surgeon]
              types: [Patient]
              interactions: [view, change]
              where: active=false
            - name: Patients see their own record
              groups: [patient]
              types: all
              patients: self
              interactions: [view]
            """;

    private static final String START = """
            groups: {billing: sends bills, ward: treats}
            labels:
              notes: {coding: "http://example.org/labels|PSY"}
            invariants:
            - {name: Billing reads no notes, groups: [billing], interactions: [view], never: notes}
            - {name: Billing calls nobody, groups: [billing], interactions: [view], elements: [Patient.telecom]}
            rules:
            - {name: the ward, groups: [ward], types: all, interactions: [view], opens: [notes]}
            """;
    private static final String RULE =
            "- {name: bills, groups: [billing], types: [Patient], interactions: [view], %s}\n";
    private static final String GOOD = START + RULE.formatted("hide: [Patient.telecom]");

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
        try (var calls = new FhirCalls(server)) {
            put(calls, "woman", "\"gender\":\"female\"");
            put(
                    calls,
                    "english",
                    "\"gender\":\"female\",\"communication\":[{\"language\":{\"coding\":[{\"system\":\"urn:ietf:bcp:47\","
                            + "\"code\":\"en\"}]}}]");
            put(
                    calls,
                    "star",
                    "\"gender\":\"female\",\"meta\":{\"security\":[{\"system\":\"http://example.org/labels\","
                            + "\"code\":\"VIP\"}]}");
            put(calls, "man", "\"gender\":\"male\"");
            put(calls, "gone", "\"gender\":\"female\",\"active\":false");
        }
    }

    @AfterAll
    static void end() throws Exception {
        client.close();
        server.end();
    }

    private static void put(FhirCalls calls, String id, String content) throws Exception {
        var json = "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"," + content + "}";
        assertThat(calls.send("PUT", "/Patient/" + id, json).statusCode()).isEqualTo(201);
    }

    private static String ask(String... lines) {
        return client.ask("policy", String.join("\n", lines));
    }

    private static String explain(String account, String interaction, String record) {
        return ask("explain", account, interaction, record);
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

    private static String test(String tests) {
        return ask("test", POLICY.length() + "", POLICY + "tests:\n" + tests);
    }

    @Test
    @Order(1)
    void a_policy_is_tried_before_it_is_applied() {
        var woman = "- {name: a, groups: [surgeon], interaction: read, record: Patient/woman, expect: permitted}\n";
        var man = "- {name: b, groups: [surgeon], interaction: read, record: Patient/man, expect: %s}\n";
        var own = "- {name: c, groups: [patient], fhir-user: [Patient/man], interaction: read, record: Patient/man, "
                + "expect: permitted}\n";
        assertThat(test(woman + man.formatted("denied") + own)).isEqualTo("3 tests, all as expected\n");
        assertThatThrownBy(() -> test(woman + man.formatted("permitted")))
                .hasMessageContaining("1 of 2 tests are not as expected: b is denied");
        var hides = "- {name: d, groups: [surgeon], interaction: read, record: Patient/%s, expect: %s, hides: %s}\n";
        assertThat(test(hides.formatted("woman", "permitted", "[Patient.telecom]")
                        + hides.formatted("english", "permitted", "[Patient.telecom.value]")))
                .isEqualTo("2 tests, all as expected\n");
        assertThatThrownBy(() -> test(hides.formatted("woman", "permitted", "[]")))
                .hasMessageContaining("d hides [Patient.telecom]");
        assertThatThrownBy(() -> test(hides.formatted("man", "denied", "[Patient.telecom]")))
                .hasMessageContaining("then nothing is shown");
        assertThatThrownBy(() -> test("- {name: a}\n")).hasMessageContaining("tests line");
    }

    @Test
    @Order(2)
    void a_policy_is_applied_and_explains_itself() {
        assertThat(ask("list")).isEqualTo("policy 0  as shipped\n");
        assertThat(ask("check", POLICY)).isEqualTo("2 groups, 4 rules, nothing wrong with them\n");
        assertThat(ask("apply", POLICY)).startsWith("policy 1 is in force");
        assertThat(ask("show")).isEqualTo(POLICY);
        assertThat(ask("list")).startsWith("policy 1  ").endsWith("policy 0  as shipped\n");
        assertThatThrownBy(() -> ask("apply", POLICY + "- name: x")).hasMessageContaining("policy line");

        client.ask("user", "create\nsue\nsurgeon");
        client.ask("user", "create\npat\npatient");
        client.ask("user", "identify\npat\nPatient/man");

        assertThat(explain("sue", "read", "Patient/woman"))
                .startsWith("permitted")
                .contains("  permits    Surgeons look at women", "  (forbids)  Surgeons leave");
        assertThat(explain("sue", "read", "Patient/man")).startsWith("denied").contains("(permits)  Surgeons look");
        assertThat(explain("sue", "read", "Patient/gone"))
                .startsWith("denied")
                .contains("  permits    Surgeons look", "  forbids    Surgeons leave");
        assertThat(explain("sue", "update", "Patient/woman")).startsWith("denied");
        assertThat(explain("sue", "read", "Patient/woman"))
                .contains("; hides [Appointment.reasonCode, Patient.telecom]; keeps as they are [Patient.birthDate]\n")
                .endsWith("hidden of it: [Patient.telecom]\n");
        assertThat(explain("sue", "read", "Patient/english")).endsWith("hidden of it: [Patient.telecom.value]\n");
        assertThat(explain("sue", "update", "Patient/english")).endsWith("""
                        hidden of it: [Patient.address, Patient.telecom.value]
                        shown and not changed: [Patient.birthDate]
                        """);
        assertThat(explain("sue", "read", "Patient/star"))
                .startsWith("denied")
                .contains("(permits)  Surgeons look at women; closed by the label famous;")
                .endsWith("the record is labelled [famous]\n");
        assertThat(explain("pat", "read", "Patient/man")).startsWith("permitted");
        assertThat(explain("pat", "read", "Patient/woman")).startsWith("denied");
        assertThat(explain("pat", "update", "Patient/man")).isEqualTo("denied: no rule is about this\n");
        assertThatThrownBy(() -> explain("pat", "read", "Patient/nobody")).isNotNull();
        assertThatThrownBy(() -> explain("nobody", "read", "Patient/man")).isNotNull();
        assertThatThrownBy(() -> explain("pat", "walk", "Patient/man")).hasMessageContaining("interaction");
    }

    @Test
    @Order(3)
    @Safeguard("164.308(a)(4)")
    void an_invariant_blocks_what_would_open_it_and_holds_in_any_other_group() throws Exception {
        assertThat(ask("check", GOOD)).isEqualTo("2 groups, 2 rules, 2 invariants, nothing wrong with them\n");
        assertThatThrownBy(() -> ask("check", START + RULE.formatted("where: active=true")))
                .hasMessageContaining("the rule 'bills' hides [Patient.telecom]");
        assertThatThrownBy(() -> ask("apply", START + RULE.formatted("hide: [Patient.telecom], opens: [notes]")))
                .hasMessageContaining("policy invariant 'Billing reads no notes'")
                .hasMessageContaining("the rule 'bills' does not open the label notes");
        assertThat(ask("apply", GOOD)).contains("is in force");

        var bob = program(ada, "bob", "\"billing\",\"ward\"");
        var base = server.run().base();
        try (var calls = new FhirCalls(server)) {
            put(
                    calls,
                    "noted",
                    "\"meta\":{\"security\":[{\"system\":\"http://example.org/labels\",\"code\":\"PSY\"}]}");
            put(calls, "called", "\"telecom\":[{\"system\":\"phone\",\"value\":\"5550100\"}]");
        }
        assertThat(explain("bob", "read", "Patient/noted"))
                .startsWith("denied")
                .contains("forbids    invariant: Billing reads no notes", "permits    the ward");
        assertThat(explain("bob", "read", "Patient/called")).endsWith("hidden of it: [Patient.telecom]\n");
        assertThat(bob.get(base, "/fhir/Patient/noted").statusCode()).isEqualTo(404);
        assertThat(bob.get(base, "/fhir/Patient?phone=5550100").body()).doesNotContain("called");
        assertThat(bob.get(base, "/fhir/Patient/called").body())
                .contains("SUBSETTED")
                .doesNotContain("5550100");
        var asked = "{\"account\":\"bob\",\"interaction\":\"read\",\"record\":\"Patient/called\"}";
        assertThat(ada.ask(base, "POST", "/admin/policy/explain", asked).body())
                .contains("\"permitted\":true", "\"hides\":[\"Patient.telecom\"]", "\"name\":\"the ward\"");
        assertThat(bob.ask(base, "POST", "/admin/policy/explain", asked).statusCode())
                .isEqualTo(403);
    }

    @Test
    @Order(4)
    @Safeguard("164.308(a)(4)")
    void an_invariant_in_force_goes_only_when_it_is_said() throws Exception {
        var base = server.run().base();
        var broken = START.replace("groups: [billing], interactions", "groups: [ward], interactions");
        assertThat(ada.ask(base, "PUT", "/admin/policy", broken).statusCode()).isEqualTo(400);
        var without = GOOD.replaceAll("(?m)^invariants:\\n|^- \\{name: Billing.*\\n", "");
        assertThatThrownBy(() -> ask("apply", without))
                .hasMessageContaining("Billing reads no notes; Billing calls nobody")
                .hasMessageContaining("--drop-invariants");
        assertThat(ada.ask(base, "PUT", "/admin/policy", without).statusCode()).isEqualTo(409);
        assertThat(ada.ask(base, "PUT", "/admin/policy?drop-invariants=true", without)
                        .statusCode())
                .isEqualTo(204);
        assertThat(ask("apply", GOOD)).contains("is in force");
        assertThat(ask("apply --drop-invariants", without))
                .contains("gone with it: the invariants Billing reads no notes; Billing calls nobody\n");
    }
}
