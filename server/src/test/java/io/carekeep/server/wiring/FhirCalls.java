package io.carekeep.server.wiring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Signed-in requests to a server process, until it ends.
final class FhirCalls implements AutoCloseable {

    private static final Pattern ETAG = Pattern.compile("W/\"(\\d+)\"");
    private static final Pattern TOTAL = Pattern.compile("\"total\":(\\d+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final String token;

    FhirCalls(ServerProcess server) {
        this.base = server.run().base();
        this.token = server.token();
    }

    URI base() {
        return base;
    }

    /// @param path below the base, such as `/Patient`
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    /// @param body JSON; empty for none
    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        return send(request(path).method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /// Creates what a search does not find.
    HttpResponse<String> createIfNone(String path, String condition, String body)
            throws IOException, InterruptedException {
        return send(request(path).header("If-None-Exist", condition).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /// Updates a version if it is still the current one.
    HttpResponse<String> updateIf(String path, int version, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("If-Match", "W/\"" + version + "\"")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    /// Carries out a large bundle.
    HttpResponse<String> post(byte[] bundle) throws IOException, InterruptedException {
        return send(
                request("").header("Prefer", "return=minimal").POST(HttpRequest.BodyPublishers.ofByteArray(bundle)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/fhir+json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// The version that an entity tag names, or 0.
    static int version(HttpResponse<String> answer) {
        Matcher tag = ETAG.matcher(answer.headers().firstValue("ETag").orElse(""));
        return tag.matches() ? Integer.parseInt(tag.group(1)) : 0;
    }

    /// The total of a search or history.
    static int total(HttpResponse<String> answer) {
        Matcher total = TOTAL.matcher(answer.body());
        if (!total.find()) {
            throw new AssertionError("no total: " + answer.statusCode());
        }
        return Integer.parseInt(total.group(1));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
