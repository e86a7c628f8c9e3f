package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.testkit.AtOnce;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many large records at once neither end the server, whose heap is smaller than they are, nor keep small requests out.
final class LargeBodiesTest {

    private static final int CLIENTS = 8;
    private static final int BYTES = 20 * 1024 * 1024;
    private static final String SCAN = "application/octet-stream";
    private static final String FHIR = "application/fhir+json";
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final Pattern NEXT = Pattern.compile("\"relation\":\"next\",\"url\":\"([^\"]+)\"");

    @TempDir
    private Path place;

    private final HttpClient http = HttpClient.newHttpClient();
    private ServerProcess server;
    private URI base;
    private String token;

    @BeforeEach
    void start() throws Exception {
        server = ServerProcess.start(place, "--http");
        base = server.run().base();
        token = server.token();
    }

    @AfterEach
    void end() throws Exception {
        http.shutdownNow();
        server.end();
    }

    private static byte[] scan(int client) {
        var bytes = new byte[BYTES];
        new Random(client).nextBytes(bytes);
        return bytes;
    }

    private HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url.startsWith("http") ? url : base + url))
                .header("Authorization", "Bearer " + token);
    }

    private String created(String type, byte[] body) throws Exception {
        var sent = request("/Binary")
                .header("Content-Type", type)
                .header("Prefer", "return=minimal")
                .POST(BodyPublishers.ofByteArray(body));
        var answer = http.send(sent.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer.headers().firstValue("Location").orElseThrow().replaceAll(".*/Binary/([^/]+)/.*", "$1");
    }

    // Every other client sends and asks for the scan as a FHIR resource.
    private String sent(int client) throws Exception {
        if (client % 2 == 0) {
            return created(SCAN, scan(client));
        }
        var data = Base64.getEncoder().encodeToString(scan(client));
        var resource = "{\"resourceType\":\"Binary\",\"contentType\":\"" + SCAN + "\",\"data\":\"" + data + "\"}";
        return created(FHIR, resource.getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] got(int client, String id) throws Exception {
        boolean plain = client % 2 == 0;
        var asked = request("/Binary/" + id).header("Accept", plain ? SCAN : FHIR);
        var answer = http.send(asked.build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        if (plain) {
            return answer.body();
        }
        var text = new String(answer.body(), StandardCharsets.US_ASCII);
        int from = text.indexOf("\"data\":\"") + 8;
        return Base64.getDecoder().decode(text.substring(from, text.indexOf('"', from)));
    }

    // All of them change the same scan, so each waits for the row and for room in memory.
    private int patched(int client, String id) throws Exception {
        var patch = "[{\"op\":\"add\",\"path\":\"/language\",\"value\":\"" + (client % 2 == 0 ? "en" : "es") + "\"}]";
        var sent = request("/Binary/" + id)
                .header("Content-Type", "application/json-patch+json")
                .header("Prefer", "return=minimal")
                .method("PATCH", BodyPublishers.ofString(patch));
        return http.send(sent.build(), BodyHandlers.discarding()).statusCode();
    }

    private CompletableFuture<TreeSet<Integer>> smallReadsUntil(AtomicBoolean done) {
        return CompletableFuture.supplyAsync(() -> {
            var statuses = new TreeSet<Integer>();
            while (!done.get()) {
                var asked = request("/Patient?_count=5").GET().build();
                statuses.add(http.sendAsync(asked, BodyHandlers.discarding())
                        .thenApply(HttpResponse::statusCode)
                        .join());
            }
            return statuses;
        });
    }

    private List<String> walked(String first) throws Exception {
        var ids = new ArrayList<String>();
        var url = first;
        while (url != null) {
            var answer = http.send(request(url).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(url).isEqualTo(200);
            var id = ID.matcher(answer.body().replaceFirst("\"id\":\"[^\"]+\"", ""));
            while (id.find()) {
                ids.add(id.group(1));
            }
            var next = NEXT.matcher(answer.body());
            url = next.find() ? next.group(1) : null;
        }
        return ids;
    }

    @Test
    void eight_scans_of_20_MB_go_in_and_out_at_once() throws Exception {
        var done = new AtomicBoolean();
        var small = smallReadsUntil(done);
        var ids = AtOnce.of(CLIENTS, this::sent);
        var same = AtOnce.of(CLIENTS, client -> Arrays.equals(got(client, ids.get(client)), scan(client)));
        done.set(true);
        assertThat(same).containsOnly(true);
        assertThat(small.join()).containsExactly(200);
        assertThat(walked("/Binary?_count=50")).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(walked("/Binary/_history")).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(AtOnce.of(CLIENTS, client -> patched(client, ids.getFirst())))
                .containsOnly(200);
        assertThat(server.process().isAlive()).isTrue();
        assertThat(server.log()).doesNotContain("OutOfMemory");
    }
}
