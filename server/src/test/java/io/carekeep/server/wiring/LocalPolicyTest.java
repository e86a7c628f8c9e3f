package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.server.local.LocalClient;
import io.carekeep.testkit.Safeguard;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The policy of a running server, by the commands of its machine.
@Safeguard("164.308(a)(4)(ii)(C)")
final class LocalPolicyTest {

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

    @TempDir
    private static Path place;

    private static ServerProcess server;
    private static LocalClient client;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(place, "--http");
        client = LocalClient.of(server.home());
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

    private static String test(String tests) {
        return ask("test", POLICY.length() + "", POLICY + "tests:\n" + tests);
    }

    @Test
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
        assertThat(explain("sue", "update", "Patient/english"))
                .endsWith("""
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
}
