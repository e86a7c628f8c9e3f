package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.server.local.LocalClient;
import io.carekeep.testkit.Safeguard;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private static void openssl(String... options) throws Exception {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    /// Makes the recipient's key and certificate.
    private static Path certificate(String kind) throws Exception {
        var folder = Files.createDirectories(place.resolve(kind));
        var key = kind.equals("rsa") ? "rsa:3072" : "ec";
        openssl(
                "req",
                "-x509",
                "-newkey",
                key,
                "-pkeyopt",
                kind.equals("rsa") ? "rsa_keygen_bits:3072" : "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=State Registry",
                "-keyout",
                folder.resolve("key.pem").toString(),
                "-out",
                folder.resolve("cert.pem").toString());
        return folder;
    }

    private static HttpResponse<String> propose(Person who, String certificate, String search) throws Exception {
        return who.ask(base, "POST", "/admin/releases", """
                {"recipient":"State Registry","purpose":"PUBHLTH","days":7,"certificate":"%s","searches":["%s"]}""".formatted(certificate.replace("\n", "\\n"), search));
    }

    private static long number(HttpResponse<String> proposed) {
        assertThat(proposed.statusCode()).as(proposed.body()).isEqualTo(201);
        return Long.parseLong(proposed.body().replaceAll("(?s)^\\{\"number\":(\\d+),.*", "$1"));
    }

    private static HttpResponse<String> say(Person who, long number, String word) throws Exception {
        return who.ask(base, "POST", "/admin/releases/" + number + "/" + word, "");
    }

    private static HttpResponse<byte[]> deliver(Person who, long number) throws Exception {
        var request = HttpRequest.newBuilder(base.resolve("/admin/releases/" + number + "/deliver"))
                .header("Authorization", "Bearer " + who.token())
                .POST(HttpRequest.BodyPublishers.noBody());
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec"})
    @Safeguard("164.528")
    void what_two_others_approved_goes_encrypted_to_the_recipient_once_and_is_accounted_for(String kind)
            throws Exception {
        var folder = certificate(kind);
        var certificate = Files.readString(folder.resolve("cert.pem"));
        long number = number(propose(ada, certificate, "Condition?code=E11.9&_elements=code,subject"));
        assertThat(say(ada, number, "approve").statusCode()).isEqualTo(403);
        assertThat(say(olga, number, "approve").body()).contains("\"state\":\"proposed\"");
        assertThat(say(olga, number, "approve").statusCode()).isEqualTo(409);
        assertThat(deliver(ada, number).statusCode()).isEqualTo(409);
        assertThat(say(otto, number, "approve").body()).contains("\"state\":\"approved\"");

        var delivered = deliver(ada, number);
        assertThat(delivered.statusCode()).isEqualTo(200);
        assertThat(new String(delivered.body(), StandardCharsets.ISO_8859_1)).doesNotContain("Condition", "E11.9");
        Files.write(folder.resolve("data.cms"), delivered.body());
        openssl(
                "cms",
                "-decrypt",
                "-binary",
                "-inform",
                "DER",
                "-in",
                folder.resolve("data.cms").toString(),
                "-inkey",
                folder.resolve("key.pem").toString(),
                "-recip",
                folder.resolve("cert.pem").toString(),
                "-out",
                folder.resolve("data.ndjson").toString());
        var lines = Files.readAllLines(folder.resolve("data.ndjson"));
        assertThat(lines)
                .hasSize(20)
                .allMatch(each -> each.startsWith("{\"resourceType\":\"Condition\"") && each.contains("SUBSETTED"))
                .noneMatch(each -> each.contains("\"id\":\"c3\""));

        assertThat(deliver(ada, number).statusCode()).isEqualTo(409);
        assertThat(ada.get(base, "/admin/releases/" + number).body()).contains("\"state\":\"delivered\"", "\"began\"");
        assertThat(client.ask("audit", "disclosures\npatient Patient/p1"))
                .containsPattern("State Registry +PUBHLTH.*diagnoses 1");
        assertThat(client.ask("audit", "disclosures\npatient Patient/p3")).contains("no disclosure");
    }

    @Test
    void what_one_refuses_is_not_delivered() throws Exception {
        var certificate = Files.readString(certificate("ec").resolve("cert.pem"));
        long number = number(propose(ada, certificate, "Patient"));
        say(olga, number, "approve");
        assertThat(say(otto, number, "refuse").body()).contains("\"state\":\"refused\"");
        assertThat(deliver(ada, number).statusCode()).isEqualTo(409);
    }

    @Test
    void what_is_not_said_rightly_is_refused() throws Exception {
        var certificate = Files.readString(certificate("ec").resolve("cert.pem"));
        assertThat(propose(cleo, certificate, "Patient").statusCode()).isEqualTo(403);
        assertThat(cleo.get(base, "/admin/releases").statusCode()).isEqualTo(403);
        assertThat(propose(ada, "no certificate", "Patient").body()).contains("certificate", "X.509");
        assertThat(propose(ada, certificate, "Patient?shoe=9").statusCode()).isEqualTo(400);
        assertThat(propose(ada, certificate, "AuditEvent").statusCode()).isEqualTo(400);
        assertThat(propose(ada, certificate, "Patient?_revinclude=Condition:subject")
                        .statusCode())
                .isEqualTo(400);
        assertThat(deliver(ada, 4711).statusCode()).isEqualTo(404);
    }
}
