package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.server.local.LocalClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Events of the log are read by version, listed as history and searched in bundles.
final class AuditEventHistoryTest {

    @TempDir
    private static Path place;

    private static ServerProcess server;
    private static LocalClient client;
    private static URI base;
    private static Person officer;
    private static Person patient;
    private static Person clinician;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(place, "--http");
        client = LocalClient.of(server.home());
        base = server.run().base();
        try (var calls = new FhirCalls(server)) {
            for (var id : List.of("a", "b")) {
                var json = "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}";
                assertThat(calls.send("PUT", "/Patient/" + id, json).statusCode())
                        .isEqualTo(201);
            }
        }
        officer = person("olga", "security-officer", "");
        patient = person("pat", "patient", "Patient/a");
        clinician = person("cleo", "clinician", "Practitioner/cleo");
        assertThat(patient.get(base, "/fhir/Patient/a").statusCode()).isEqualTo(200);
    }

    @AfterAll
    static void end() throws Exception {
        client.close();
        server.end();
    }

    private static Person person(String name, String group, String fhirUser) throws Exception {
        var made = client.ask("user", "create\n" + name + "\n" + group);
        if (!fhirUser.isEmpty()) {
            client.ask("user", "identify\n" + name + "\n" + fhirUser);
        }
        return Person.signIn(
                base, name, made.substring(made.indexOf("password ") + 9).strip());
    }

    @Test
    void an_event_has_one_version() throws Exception {
        var found =
                officer.get(base, "/fhir/AuditEvent?agent-name=pat&_count=1").body();
        var id = Pattern.compile("AuditEvent/(log-\\d+)").matcher(found);
        assertThat(id.find()).as(found).isTrue();
        var address = "/fhir/AuditEvent/" + id.group(1);
        var read = officer.get(base, address);
        var versioned = officer.get(base, address + "/_history/1");
        assertThat(versioned.statusCode()).isEqualTo(200);
        assertThat(versioned.body()).isEqualTo(read.body());
        assertThat(officer.get(base, address + "/_history/2").statusCode()).isEqualTo(404);
        var history = officer.get(base, address + "/_history").body();
        assertThat(history)
                .contains("\"type\":\"history\"", "\"total\":1", read.body().substring(1));
        assertThat(officer.get(base, address + "/_history?_since=2999").body()).contains("\"total\":0");
        assertThat(patient.get(base, address + "/_history/1").statusCode())
                .isEqualTo(patient.get(base, address).statusCode());
        var all = officer.get(base, "/fhir/AuditEvent/_history?_count=2");
        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(all.body()).contains("AuditEvent/log-", "\"relation\":\"next\"");
        assertThat(officer.get(base, "/fhir/AuditEvent/_history?_since=2999").body())
                .doesNotContain("AuditEvent/log-");
    }

    @Test
    void bundles_search_the_log_like_a_search_alone() throws Exception {
        for (var type : List.of("batch", "transaction")) {
            var asked = """
                    {"resourceType":"Bundle","type":"%s","entry":[
                     {"request":{"method":"GET","url":"Patient/a"}},
                     {"request":{"method":"GET","url":"AuditEvent?patient=Patient/a&agent-name=pat"}}]}""".formatted(type);
            var answer = patient.ask(base, "POST", "/fhir", asked);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("\"id\":\"a\"", "AuditEvent/log-", "Patient/a");
        }
        var of = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"request\":{\"method\":\"GET\","
                + "\"url\":\"AuditEvent?%s\"}}]}";
        assertThat(patient.ask(base, "POST", "/fhir", of.formatted("patient=Patient/b"))
                        .body())
                .doesNotContain("AuditEvent/log-");
        assertThat(patient.ask(base, "POST", "/fhir", of.formatted("altid=1")).statusCode())
                .isEqualTo(400);
        assertThat(clinician
                        .ask(base, "POST", "/fhir", of.formatted("patient=Patient/a"))
                        .body())
                .doesNotContain("AuditEvent/log-");
    }
}
