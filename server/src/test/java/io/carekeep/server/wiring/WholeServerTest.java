package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.server.loading.Loader;
import io.carekeep.server.local.LocalClient;
import io.carekeep.testkit.People;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The application as a process of its own, with its own database, from its start to SIGTERM.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class WholeServerTest {

    private static final int LAST = Integer.MAX_VALUE;

    @TempDir
    private static Path place;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static ServerProcess server;
    private static URI base;
    private static URI management;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(place, "--http");
        base = server.run().base();
        management = server.run().management();
    }

    @AfterAll
    static void end() throws Exception {
        server.end();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(URI address, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private static HttpRequest.Builder signedIn(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + server.token());
    }

    @Test
    void everybody_may_read_what_the_server_can_do() throws Exception {
        var answer = get(URI.create(base + "/metadata"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"resourceType\":\"CapabilityStatement\"", "\"fhirVersion\":\"4.0.1\"");
    }

    @Test
    void the_operator_writes_reads_and_finds_a_record() throws Exception {
        var made = send(signedIn("/Patient")
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(People.amina())));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        var location = made.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(base + "/Patient/").endsWith("/_history/1");

        var address = location.substring(base.toString().length(), location.indexOf("/_history"));
        var read = send(signedIn(address));
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.headers().firstValue("ETag")).contains("W/\"1\"");
        assertThat(read.body()).contains("\"family\":\"Testwoman\"");

        var found = send(signedIn("/Patient?family=testwoman&identifier=urn:example:record%7CTEST-0001"));
        assertThat(found.body()).contains("\"total\":1", "\"fullUrl\":\"" + base + address + "\"");
        assertThat(send(signedIn("/Patient?family=nobody")).body()).contains("\"total\":0");
    }

    @Test
    void a_forged_token_opens_nothing() throws Exception {
        var answer = get(URI.create(base + "/Patient"), "Authorization", "Bearer " + server.token() + "x");
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void the_samples_load_and_a_second_time_add_nothing() throws Exception {
        var samples = List.of(samples());
        assertThat(load(samples)).isZero();
        var weights = count("/Observation?code=http://loinc.org%7C29463-7");
        assertThat(weights).isPositive();
        assertThat(load(samples)).isZero();
        assertThat(count("/Observation?code=http://loinc.org%7C29463-7")).isEqualTo(weights);
    }

    private static long count(String search) throws IOException, InterruptedException {
        var answer = send(signedIn(search + "&_summary=count"));
        var total = Pattern.compile("\"total\":(\\d+)").matcher(answer.body());
        assertThat(total.find()).as(answer.body()).isTrue();
        return Long.parseLong(total.group(1));
    }

    private static Path samples() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = Objects.requireNonNull(folder.getParent());
        }
        return folder.resolve("samples");
    }

    private static int load(List<Path> paths) {
        var said = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        try (var client = LocalClient.of(server.home())) {
            return new Loader(client.base(), client.api(), server.token(), server.home(), said, false).load(paths);
        }
    }

    @Test
    void nobody_reads_without_signing_in() throws Exception {
        for (var path : List.of("/Patient", "/Patient/1", "/", "/metadata/../Patient", "/Nothing", "/%2e")) {
            var answer = get(URI.create(base + path));
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.body()).contains("\"resourceType\":\"OperationOutcome\"");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        }
    }

    @Test
    void nothing_exports_the_database() throws Exception {
        for (var path : List.of("/$export", "/Patient/$export", "/Group/1/$export", "/$export?_type=Patient")) {
            for (var method : List.of("GET", "POST")) {
                var answer = send(signedIn(path).method(method, HttpRequest.BodyPublishers.noBody()));
                assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(403);
                assertThat(answer.body())
                        .contains("\"resourceType\":\"OperationOutcome\"", "no route exports the database");
            }
            assertThat(get(URI.create(base + path)).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void a_support_bundle_holds_nothing_of_a_record() throws Exception {
        var record = People.bruno()
                .replace("Testman", "Quillmark")
                .replace("1981-05-12", "1934-05-06")
                .replace("{\"resourceType\":\"Patient\"", "{\"resourceType\":\"Patient\",\"id\":\"zebulon-77\"");
        var made = send(signedIn("/Patient/zebulon-77")
                .header("Content-Type", "application/fhir+json")
                .PUT(HttpRequest.BodyPublishers.ofString(record)));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        send(signedIn("/Patient?family=Quillmark&birthdate=1934-05-06"));
        send(signedIn("/Patient/zebulon-77/Quillmark"));
        Files.writeString(server.home().resolve("Quillmark 1934-05-06.json"), record);

        var bundle = place.resolve("support.zip");
        server.command("doctor", "--bundle", bundle.toString());

        var text = new StringBuilder();
        try (var zip = new ZipInputStream(Files.newInputStream(bundle))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                text.append(entry.getName()).append(new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(text.toString())
                .contains("metrics.txt", "sizes.txt")
                .doesNotContainIgnoringCase("Quillmark")
                .doesNotContain(
                        "1934",
                        "zebulon",
                        "TEST-0002",
                        "Bruno",
                        server.token(),
                        server.run().secret());
    }

    @Test
    void a_forwarding_header_from_anybody_counts_for_nothing() throws Exception {
        assertThat(get(
                                URI.create(base + "/Patient"),
                                "X-Forwarded-For",
                                "127.0.0.1",
                                "X-Forwarded-Host",
                                "evil.example")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void health_tells_that_it_lives_and_is_ready() throws Exception {
        assertThat(get(management.resolve("/health/live")).body()).isEqualTo("live\n");
        assertThat(get(management.resolve("/health/ready")).body()).isEqualTo("ready\n");
    }

    @Test
    void metrics_count_requests_and_hold_no_address() throws Exception {
        get(URI.create(base + "/Patient/secret-id-4711?name=Amina"));

        var metrics = get(management.resolve("/metrics"));

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body())
                .contains("http_server_requests_seconds_count", "jvm_memory_used_bytes", "status=\"401\"")
                .doesNotContain("4711", "Amina");
    }

    @Test
    void local_requests_need_the_secret_of_the_home() throws Exception {
        var service = management.resolve("/local/key");
        var without = HttpRequest.newBuilder(service).POST(HttpRequest.BodyPublishers.ofString("list"));
        assertThat(send(without).statusCode()).isEqualTo(401);

        var with = without.header("Authorization", "Bearer " + server.run().secret());
        assertThat(send(with).body()).startsWith("epoch 1  current\n").contains("token key 1");
    }

    private static HttpResponse<String> local(String service, String asked) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(management.resolve("/local/" + service))
                .header("Authorization", "Bearer " + server.run().secret())
                .POST(HttpRequest.BodyPublishers.ofString(asked)));
    }

    @Test
    void the_token_key_changes_while_requests_go_on() throws Exception {
        var address = written(People.bruno());
        assertThat(local("key", "rotate-tokens").statusCode()).isEqualTo(200);
        assertThat(local("key", "rotate-tokens").statusCode()).isEqualTo(422);
        assertThat(local("key", "list").body()).contains("token key 2");
        assertThat(send(signedIn("/Patient?family=testman")).body()).contains(address);
    }

    @Test
    void a_patient_is_erased_by_a_local_request_only() throws Exception {
        var address = written(People.bruno());
        assertThat(local("erase", "Practitioner/1").statusCode()).isEqualTo(422);
        assertThat(local("erase", address).body()).startsWith("versions erased: 1\n");
        assertThat(send(signedIn("/" + address)).statusCode()).isEqualTo(404);
        assertThat(local("erase", address).body()).startsWith("versions erased: 0\n");
        assertThat(local("erase", "Patient/nobody").statusCode()).isEqualTo(422);
    }

    private static String written(String json) throws IOException, InterruptedException {
        var made = send(signedIn("/Patient")
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
        var location = made.headers().firstValue("Location").orElseThrow();
        return location.substring(base.toString().length() + 1, location.indexOf("/_history"));
    }

    @Test
    void a_second_server_leaves_the_home_alone() throws Exception {
        var second = server.another("--http");
        assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(server.log()).contains("another Carekeep works in");
        assertThat(get(management.resolve("/health/ready")).statusCode()).isEqualTo(200);
    }

    @Test
    @Order(LAST)
    void sigterm_ends_server_and_database_within_ten_seconds() throws Exception {
        var pid = Long.parseLong(Files.readAllLines(server.home().resolve("database/postmaster.pid"))
                .getFirst()
                .strip());
        var database = ProcessHandle.of(pid);
        assertThat(database).isPresent();

        server.process().destroy();

        assertThat(server.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(database.filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(server.home().resolve("run/server")).doesNotExist();
        assertThat(server.log())
                .contains("server_started", "server_stopping", "database_stopped", "server_stopped")
                .doesNotContain("4711", "Amina", "library_spoke");
    }
}
