package io.carekeep.store.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.store.Room;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/// The HTTP edge over a real connection, with an interaction that needs no store.
final class EdgeTest {

    private static final String LONG = Echo.LONG;
    private static final byte[] SCAN = Echo.SCAN;

    @TempDir
    static Path folder;

    private static Tomcat tomcat;
    private static String base;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Configuration
    @EnableWebMvc
    @Import({EdgeConfiguration.class, OutcomeAdvice.class, LastResort.class, CapabilityInteraction.class, Echo.class})
    static class Wiring {
        @Bean
        Room room() {
            return new Room();
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        SecureRandom random() {
            return new SecureRandom();
        }
    }

    @BeforeAll
    static void start() throws LifecycleException {
        tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        var context = tomcat.addContext("", folder.toString());
        var spring = new AnnotationConfigWebApplicationContext();
        spring.register(Wiring.class);
        var servlet = Tomcat.addServlet(context, "fhir", new DispatcherServlet(spring));
        servlet.setLoadOnStartup(1);
        servlet.addMapping("/");
        tomcat.getConnector();
        tomcat.start();
        base = "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/fhir";
    }

    @AfterAll
    static void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    private static HttpResponse<byte[]> send(String method, String path, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + path)).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static void refused(HttpResponse<byte[]> response, int status) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(header(response, "Content-Type")).isEqualTo(Format.FHIR);
        assertThat(text(response)).startsWith("{\"resourceType\":\"OperationOutcome\"");
    }

    @Test
    void a_read_sends_the_stored_bytes_with_their_tag() throws Exception {
        var response = get("/Patient/a");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(text(response))
                .startsWith("{\"resourceType\":\"Patient\",\"id\":\"a\"")
                .contains(LONG);
        assertThat(header(response, "ETag")).isEqualTo("W/\"1\"");
        assertThat(header(response, "Last-Modified")).isEqualTo("Wed, 04 Mar 2026 05:06:07 GMT");
        assertThat(header(response, "Content-Type")).isEqualTo(Format.FHIR);
    }

    @Test
    void a_known_version_is_not_sent_again() throws Exception {
        var response = get("/Patient/a", "If-None-Match", "W/\"1\"");
        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
        assertThat(header(response, "ETag")).isEqualTo("W/\"1\"");
    }

    @Test
    void head_answers_as_get_without_the_body() throws Exception {
        var response = send("HEAD", "/Patient/a", BodyPublishers.noBody());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(Long.parseLong(header(response, "Content-Length"))).isGreaterThan(7000);
    }

    @Test
    void long_answers_are_packed_where_that_is_admitted() throws Exception {
        var packed = get("/Patient/a", "Accept-Encoding", "gzip");
        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        var plain = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();
        assertThat(plain).isEqualTo(get("/Patient/a").body());
    }

    @Test
    void answers_are_made_pretty_and_cut_on_request() throws Exception {
        assertThat(text(get("/Patient/a?_pretty=true"))).startsWith("{\n  \"resourceType\": \"Patient\"");
        assertThat(text(get("/Patient/a?_elements=gender")))
                .doesNotContain("Sample")
                .contains("SUBSETTED");
    }

    @Test
    void other_formats_are_refused() throws Exception {
        refused(get("/Patient/a", "Accept", "application/fhir+xml"), 406);
        refused(get("/Patient/a?_format=xml"), 406);
        refused(get("/Binary/a", "Accept", "application/fhir+xml"), 406);
        refused(
                send("POST", "/Patient", BodyPublishers.ofString("<Patient/>"), "Content-Type", "application/fhir+xml"),
                415);
        refused(send("POST", "/Patient", BodyPublishers.ofString("{}")), 415);
        refused(
                send(
                        "POST",
                        "/Patient",
                        BodyPublishers.ofString("{}"),
                        "Content-Type",
                        "application/fhir+json;charset=latin1"),
                415);
    }

    @Test
    void unknown_addresses_methods_types_and_ids_are_told_apart() throws Exception {
        refused(get("/Patient/a/b/c"), 404);
        refused(get("/Shoe/a"), 404);
        refused(get("/Patient/a_b"), 400);
        refused(get("/Patient/$shoe"), 404);
        refused(get("/Patient/a?x=%ff"), 400);
        var method = send("DELETE", "/Patient/a", BodyPublishers.noBody());
        refused(method, 405);
        assertThat(header(method, "Allow")).isEqualTo("GET, HEAD, OPTIONS, PUT");
        refused(send("POST", "/Shoe/x/y/z", BodyPublishers.noBody()), 404);
    }

    @Test
    void a_failure_gets_a_number_and_says_nothing() throws Exception {
        var response = send("PUT", "/Patient/a", BodyPublishers.noBody());
        refused(response, 500);
        assertThat(text(response)).containsPattern("reference \\d{10}\\b").doesNotContain("secret");
    }

    @Test
    void bodies_are_unpacked_up_to_the_limit() throws Exception {
        var patient = "{\"resourceType\":\"Patient\"}".getBytes(StandardCharsets.UTF_8);
        var response = post("/Patient", packed(patient), "Content-Encoding", "gzip");
        assertThat(response.body()).isEqualTo(patient);
        refused(post("/Patient", packed(new byte[Sent.BYTES_MAX + 1]), "Content-Encoding", "gzip"), 413);
        refused(post("/Patient", patient, "Content-Encoding", "gzip"), 400);
        refused(post("/Patient", patient, "Content-Encoding", "br"), 415);
    }

    @Test
    void bodies_that_are_no_such_resource_are_refused() throws Exception {
        refused(post("/Patient", new byte[0], "X-Any", "1"), 400);
        refused(post("/Patient", "[]".getBytes(StandardCharsets.UTF_8), "X-Any", "1"), 400);
        refused(post("/Patient", "{\"a\":".getBytes(StandardCharsets.UTF_8), "X-Any", "1"), 400);
        refused(post("/Patient", "{\"resourceType\":\"Group\"}".getBytes(StandardCharsets.UTF_8), "X-Any", "1"), 400);
    }

    @Test
    void a_body_of_unknown_length_is_read_whole() throws Exception {
        var patient = ("{\"resourceType\":\"Patient\",\"x\":\"" + "y".repeat(3_000_000) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        var response = send(
                "POST",
                "/Patient",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(patient)),
                "Content-Type",
                "application/fhir+json");
        assertThat(response.body()).isEqualTo(patient);
        assertThat(post("/Patient", patient, "X-Any", "1").body()).isEqualTo(patient);
    }

    @Test
    void a_scan_goes_out_and_in_in_its_own_type() throws Exception {
        var out = get("/Binary/a", "Accept", "image/png");
        assertThat(out.body()).isEqualTo(SCAN);
        assertThat(header(out, "Content-Type")).isEqualTo("image/png");
        assertThat(header(out, "Content-Length")).isEqualTo(Integer.toString(SCAN.length));
        assertThat(header(out, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(out, "Content-Disposition")).isEqualTo("attachment");
        var in = send(
                "POST",
                "/Binary",
                BodyPublishers.ofByteArray(SCAN),
                "Content-Type",
                "image/png",
                "X-Security-Context",
                "Patient/p");
        assertThat(text(in))
                .isEqualTo("{\"resourceType\":\"Binary\",\"contentType\":\"image/png\",\"securityContext\":"
                        + "{\"reference\":\"Patient/p\"},\"data\":\""
                        + Base64.getEncoder().encodeToString(SCAN)
                        + "\"}");
        assertThat(header(get("/Binary/a"), "Content-Type")).isEqualTo(Format.FHIR);
    }

    @Test
    void the_capabilities_need_no_caller() throws Exception {
        var response = get("/metadata");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(text(response))
                .contains(
                        "\"fhirVersion\":\"4.0.1\"",
                        "\"code\":\"read\"",
                        "\"url\":\"" + response.uri().resolve("/fhir") + "\"}}");
    }

    private static HttpResponse<byte[]> post(String path, byte[] body, String name, String value)
            throws IOException, InterruptedException {
        return send(
                "POST", path, BodyPublishers.ofByteArray(body), "Content-Type", "application/fhir+json", name, value);
    }

    private static byte[] packed(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }
}
