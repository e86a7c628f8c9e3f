package io.carekeep.server.malformed;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.server.wiring.ServerProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is wrong with a request, the answer says what and where, and repeats nothing of it; nor does the log.
final class MalformedInputTest {

    private static final int WAIT_MAX_MILLIS = 30_000;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
    // They speak of the address, the method or the format as a whole.
    private static final List<Integer> PLACELESS = List.of(403, 404, 405, 406, 413, 415, 431);

    @TempDir
    private static Path place;

    private static ServerProcess server;
    private static URI base;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(place, "--http");
        base = server.run().base();
        token = server.token();
        var sound = BadRequest.of(
                "PUT",
                "/Patient/sound",
                "{\"resourceType\":\"Patient\",\"id\":\"sound\",\"active\":true,\"name\":[{\"text\":\"x\"}]}",
                BadRequest.FHIR);
        assertThat(status(answer(sound))).isEqualTo(201);
    }

    @AfterAll
    static void end() throws Exception {
        server.end();
    }

    private static List<BadRequest> requests() {
        var found = new ArrayList<BadRequest>();
        found.addAll(BadBodies.all());
        found.addAll(BadAddresses.all());
        found.addAll(BadParameters.all());
        found.addAll(BadHeaders.all());
        found.addAll(BadBundles.all());
        found.addAll(BadPatches.all());
        return found;
    }

    @Test
    void every_malformed_request_is_refused_by_name_and_place() throws IOException {
        var requests = requests();
        assertThat(requests).hasSizeGreaterThan(300);
        var softly = new SoftAssertions();
        for (var request : requests) {
            var answer = answer(request);
            softly.assertThat(faults(answer)).as("%s%n%s", request, answer).isEmpty();
        }
        softly.assertAll();
        System.out.printf("[reach] %d malformed requests, each refused with an outcome%n", requests.size());
        assertThat(server.log()).doesNotContain("Quillmark", "Zebulon", "request_failed");
        assertThat(answer(BadRequest.get("/Patient/sound"))).contains("200", "\"versionId\":\"1\"");
    }

    @Test
    void a_batch_tells_each_malformed_entry_apart() throws IOException {
        var answer = answer(BadRequest.post("", BadBundles.bundle("batch", BadBundles.ENTRIES.toArray(String[]::new))));
        assertThat(status(answer)).isEqualTo(200);
        assertThat(Pattern.compile("\"status\":\"4").matcher(answer).results())
                .as(answer)
                .hasSize(BadBundles.ENTRIES.size());
        assertThat(answer).doesNotContain("\"status\":\"5", "Quillmark");
        assertThat(server.log()).doesNotContain("Quillmark", "request_failed");
    }

    private static List<String> faults(String answer) {
        var faults = new ArrayList<String>();
        int status = status(answer);
        if (status < 400 || status > 499) {
            faults.add("the status");
        }
        if (!answer.contains("Content-Type: application/fhir+json")
                || !answer.contains("{\"resourceType\":\"OperationOutcome\"")) {
            faults.add("no outcome");
        }
        if (!answer.contains("\"diagnostics\":\"")) {
            faults.add("not what");
        }
        boolean placed =
                Stream.of("\"expression\"", "\"location\"", "The limit of ").anyMatch(answer::contains);
        if (!PLACELESS.contains(status) && !placed) {
            faults.add("not where");
        }
        if (answer.contains("Quillmark") || answer.contains("Zebulon")) {
            faults.add("repeats what was sent");
        }
        return faults;
    }

    private static int status(String answer) {
        var status = STATUS.matcher(answer);
        return status.lookingAt() ? Integer.parseInt(status.group(1)) : 0;
    }

    // Over a plain socket: a client's library would not send most of this.
    private static String answer(BadRequest request) throws IOException {
        try (var socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(WAIT_MAX_MILLIS);
            var out = new ByteArrayOutputStream();
            out.writeBytes(head(request).getBytes(StandardCharsets.UTF_8));
            out.writeBytes(request.body());
            try {
                socket.getOutputStream().write(out.toByteArray());
                socket.shutdownOutput();
            } catch (IOException _) { // It has heard enough, and says so.
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String head(BadRequest request) {
        var head = new StringBuilder();
        head.append(request.method())
                .append(' ')
                .append(base.getPath())
                .append(request.path())
                .append(" HTTP/1.1\r\n");
        head.append("Host: ").append(base.getHost()).append("\r\nConnection: close\r\n");
        head.append("Authorization: Bearer ").append(token).append("\r\n");
        boolean sized =
                request.headers().stream().anyMatch(each -> each.matches("(?s)(Content-Length|Transfer-Encoding):.*"));
        if (!sized && (request.body().length > 0 || request.method().startsWith("P"))) {
            head.append("Content-Length: ").append(request.body().length).append("\r\n");
        }
        request.headers().forEach(each -> head.append(each).append("\r\n"));
        return head.append("\r\n").toString();
    }
}
