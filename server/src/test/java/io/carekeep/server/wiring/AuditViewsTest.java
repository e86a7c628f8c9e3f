package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import io.carekeep.audit.note.NoteKey;
import io.carekeep.server.audit.ScopeReport;
import io.carekeep.server.local.LocalClient;
import io.carekeep.testkit.Safeguard;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Patients, clinicians and the security officer of a running server ask who saw whom.
@Safeguard("164.312(b)")
final class AuditViewsTest {

    @TempDir
    private static Path place;

    private static ServerProcess server;
    private static LocalClient client;
    private static URI base;
    private static Person clinician;
    private static Person officer;
    private static Person patient;
    private static Person registry;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(place, "--http");
        client = LocalClient.of(server.home());
        base = server.run().base();
        try (var calls = new FhirCalls(server)) {
            put(calls, "Practitioner", "cleo", "");
            for (var id : List.of("a", "b")) {
                put(calls, "Patient", id, ",\"generalPractitioner\":[{\"reference\":\"Practitioner/cleo\"}]");
                put(
                        calls,
                        "Observation",
                        "of-" + id,
                        ",\"status\":\"final\",\"code\":{\"text\":\"test\"}" + ",\"subject\":{\"reference\":\"Patient/"
                                + id + "\"}");
            }
        }
        clinician = person("cleo", "clinician", "Practitioner/cleo");
        officer = person("olga", "security-officer", "");
        patient = person("pat", "patient", "Patient/a");
        registry = program(person("ada", "administrator", ""), "registry");
        for (var path : List.of("Patient/a", "Observation/of-a", "Patient/b", "Patient?_id=a,b")) {
            assertThat(clinician.get(base, "/fhir/" + path).statusCode()).isEqualTo(200);
        }
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

    private static Person person(String name, String group, String fhirUser) throws Exception {
        var made = client.ask("user", "create\n" + name + "\n" + group);
        if (!fhirUser.isEmpty()) {
            client.ask("user", "identify\n" + name + "\n" + fhirUser);
        }
        return Person.signIn(
                base, name, made.substring(made.indexOf("password ") + 9).strip());
    }

    private static Person program(Person administrator, String name) throws Exception {
        var made = administrator.ask(
                base,
                "POST",
                "/admin/accounts",
                "{\"kind\":\"service\",\"name\":\"" + name + "\",\"groups\":[\"reader\"]}");
        Matcher secret = Pattern.compile("\"client_secret\":\"([^\"]+)\"").matcher(made.body());
        assertThat(secret.find()).as("a secret").isTrue();
        return Person.program(base, name, secret.group(1));
    }

    private static Bundle events(Person who, String query) throws Exception {
        var answer = who.get(base, "/fhir/AuditEvent?" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var parser = FhirContext.forR4Cached().newJsonParser();
        parser.setParserErrorHandler(new StrictErrorHandler());
        return parser.parseResource(Bundle.class, answer.body());
    }

    private static List<AuditEvent> list(Bundle bundle) {
        return bundle.getEntry().stream()
                .map(each -> (AuditEvent) each.getResource())
                .toList();
    }

    private static List<String> references(AuditEvent event) {
        return event.getEntity().stream()
                .map(each -> each.getWhat().getReference())
                .filter(each -> each != null)
                .toList();
    }

    @Test
    void patients_see_who_saw_them_and_nothing_of_others() throws Exception {
        var events = list(events(patient, "_count=100"));
        assertThat(events)
                .anyMatch(each -> each.getAgentFirstRep().getWho().getReference() != null
                        && each.getAgentFirstRep().getWho().getReference().equals("Practitioner/cleo"));
        for (var event : events) {
            assertThat(references(event))
                    .contains("Patient/a")
                    .noneMatch(each -> each.contains("/b") || each.contains("of-b"));
            assertThat(event.getEntity()).noneMatch(each -> each.hasQuery());
            assertThat(event.getAgent()).noneMatch(each -> each.hasNetwork());
        }
        assertThat(list(events(patient, "patient=Patient/b"))).isEmpty();
        assertThat(list(events(patient, "entity=Patient/b"))).isEmpty();
        assertThat(patient.get(base, "/fhir/AuditEvent?address=127.0.0.1").statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_patient_reads_no_event_about_another() throws Exception {
        var ids = list(events(officer, "patient=Patient/b&agent=Practitioner/cleo&subtype=read")).stream()
                .map(each -> each.getIdElement().getIdPart())
                .toList();
        assertThat(ids).isNotEmpty();
        assertThat(patient.get(base, "/fhir/AuditEvent/" + ids.getFirst()).statusCode())
                .isEqualTo(404);
        assertThat(officer.get(base, "/fhir/AuditEvent/" + ids.getFirst()).statusCode())
                .isEqualTo(200);
        assertThat(officer.get(base, "/fhir/AuditEvent/log-999999999").statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_proxy_reads_what_is_about_the_patient_for_whom_they_act() throws Exception {
        try (var calls = new FhirCalls(server)) {
            put(calls, "RelatedPerson", "rel", ",\"active\":true,\"patient\":{\"reference\":\"Patient/a\"}");
        }
        var proxy = person("priya", "proxy", "RelatedPerson/rel");
        var found = list(events(proxy, "patient=Patient/a&agent-name=cleo")).getFirst();
        var address = "/fhir/AuditEvent/" + found.getIdElement().getIdPart();
        assertThat(proxy.get(base, address).statusCode()).isEqualTo(200);
        assertThat(list(events(proxy, "patient=Patient/b"))).isEmpty();
        var other = list(events(officer, "patient=Patient/b&agent-name=cleo&subtype=read"))
                .getFirst();
        assertThat(proxy.get(base, "/fhir/AuditEvent/" + other.getIdElement().getIdPart())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void an_officer_finds_by_patient_agent_time_outcome_and_record() throws Exception {
        var found = list(events(officer, "patient=Patient/a&agent=Practitioner/cleo&outcome=0&date=gt2020"));
        assertThat(found).hasSizeGreaterThanOrEqualTo(3);
        assertThat(found).allMatch(each -> references(each).contains("Patient/a"));
        assertThat(found)
                .flatExtracting(AuditEvent::getEntity)
                .filteredOn(each -> each.hasQuery())
                .extracting(each -> new String(each.getQuery(), StandardCharsets.UTF_8))
                .contains("Patient?_id=a,b");
        assertThat(list(events(officer, "agent-name=cleo&date=lt2020"))).isEmpty();
        assertThat(list(events(officer, "agent-name=cleo&entity=Observation/of-a")))
                .isNotEmpty();
        assertThat(list(events(officer, "agent-name=nobody-here"))).isEmpty();
        assertThat(list(events(officer, "address=127.0.0.1&agent-name=cleo&action=R")))
                .isNotEmpty();
        assertThat(officer.get(base, "/fhir/AuditEvent?source=x").statusCode()).isEqualTo(400);
        assertThat(officer.get(base, "/fhir/AuditEvent?date=yesterday").statusCode())
                .isEqualTo(400);
    }

    @Test
    void pages_hold_each_event_once() throws Exception {
        var all = list(events(officer, "agent-name=cleo&_count=100&date=lt" + Instant.now()));
        var seen = new HashSet<String>();
        var page = events(officer, "agent-name=cleo&_count=2");
        while (true) {
            for (var each : list(page)) {
                assertThat(seen.add(each.getIdElement().getIdPart())).isTrue();
            }
            if (page.getLink("next") == null) {
                break;
            }
            page = events(officer, URI.create(page.getLink("next").getUrl()).getRawQuery());
        }
        assertThat(seen)
                .containsAll(all.stream()
                        .map(each -> each.getIdElement().getIdPart())
                        .toList());
    }

    @Test
    void who_may_not_read_the_log_finds_nothing_in_it() throws Exception {
        assertThat(list(events(clinician, "patient=Patient/a"))).isEmpty();
        assertThat(clinician.get(base, "/fhir/AuditEvent/log-1").statusCode()).isEqualTo(404);
        assertThat(clinician.get(base, "/access/log?patient=Patient/a").statusCode())
                .isEqualTo(403);
        assertThat(clinician
                        .ask(base, "POST", "/admin/audit/scope", "{\"user\":\"cleo\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(patient.ask(base, "POST", "/admin/audit/scope", "{\"user\":\"cleo\"}")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void nobody_writes_an_event() throws Exception {
        var event = "{\"resourceType\":\"AuditEvent\",\"id\":\"x\"}";
        for (var who : List.of(clinician, officer)) {
            assertThat(who.ask(base, "POST", "/fhir/AuditEvent", event).statusCode())
                    .isEqualTo(405);
            assertThat(who.ask(base, "PUT", "/fhir/AuditEvent/x", event).statusCode())
                    .isEqualTo(405);
            assertThat(who.ask(base, "DELETE", "/fhir/AuditEvent/log-1", "").statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void who_saw_a_patient_is_told_to_the_patient_and_by_the_command() throws Exception {
        assertThat(patient.get(base, "/access/log").body())
                .contains("\"name\":\"cleo\"", "\"fhirUser\":[\"Practitioner/cleo\"]", "\"results\":1");
        assertThat(patient.get(base, "/access/log?patient=Patient/b").statusCode())
                .isEqualTo(404);
        assertThat(client.ask("audit", "who\npatient Patient/a")).contains("cleo", "demographics 1, results 1");
    }

    @Test
    @Safeguard("164.404")
    void a_breach_is_scoped_by_user_token_address_and_patient_and_the_report_is_signed() throws Exception {
        var key = NoteKey.parse(client.ask("audit", "key"), NoteKey.Kind.LOG);
        for (var by : List.of("user cleo", "token " + clinician.token(), "address 127.0.0.1")) {
            for (var more : List.of("", "\nscan yes")) {
                var report = client.ask("audit", "scope\n" + by + more);
                assertThat(report)
                        .containsPattern("Patient/a\tcleo\t.*demographics 1, results 1")
                        .containsPattern("Patient/b\tcleo\t.*demographics 1");
                assertThat(ScopeReport.isGenuine(report, key)).isTrue();
                assertThat(ScopeReport.isGenuine(report.replace("Patient/b", "Patient/c"), key))
                        .isFalse();
            }
        }
        assertThat(client.ask("audit", "scope\npatient Patient/b"))
                .contains("Patient/b\tcleo")
                .doesNotContain("Patient/a\t");
        assertThat(client.ask("audit", "scope\nuser cleo\nto 2020")).contains("patients\t0");
    }

    @Test
    @Safeguard("164.528")
    void disclosures_are_accounted_for() throws Exception {
        assertThat(registry.get(base, "/fhir/Patient/a", "PUBHLTH").statusCode())
                .isEqualTo(200);
        assertThat(registry.get(base, "/fhir/Patient/a", "HPAYMT").statusCode()).isEqualTo(200);
        var told = patient.get(base, "/access/disclosures").body();
        assertThat(told)
                .contains("\"name\":\"registry\"", "\"purpose\":\"PUBHLTH\"", "\"demographics\":1")
                .doesNotContain("HPAYMT", "cleo");
        assertThat(client.ask("audit", "disclosures\npatient Patient/a")).contains("registry", "PUBHLTH");
        assertThat(client.ask("audit", "disclosures\npatient Patient/b")).contains("no disclosure");
    }

    @Test
    void an_emergency_is_told_as_such() throws Exception {
        var nurse = person("nora", "nurse", "Practitioner/nora");
        var asked = "{\"patient\":\"Patient/a\",\"reason\":\"emergency-treatment\",\"minutes\":10,"
                + "\"text\":\"unconscious in the waiting room\"}";
        assertThat(nurse.ask(base, "POST", "/access/emergency", asked).statusCode())
                .isEqualTo(201);
        assertThat(nurse.get(base, "/fhir/Patient/a").statusCode()).isEqualTo(200);
        var event = list(events(patient, "agent-name=nora&subtype=read")).getFirst();
        assertThat(event.getAgentFirstRep()
                        .getPurposeOfUseFirstRep()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo("BTG");
        assertThat(client.ask("audit", "who\npatient Patient/a")).containsPattern("nora.*broke the glass");
    }
}
