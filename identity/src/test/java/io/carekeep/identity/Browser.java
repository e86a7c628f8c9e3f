package io.carekeep.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sends requests to a server under test, with the headers of its choice.
record Browser(int port, Map<String, String> headers) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.shared();

    Browser with(String header, String value) {
        var more = new TreeMap<>(headers);
        more.put(header, value);
        return new Browser(port, more);
    }

    Browser bearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    HttpResponse<String> get(String path) {
        return sent(path, "GET", "");
    }

    HttpResponse<String> form(String path, String... fields) {
        var pairs = List.of(fields);
        var body = IntStream.range(0, pairs.size() / 2)
                .mapToObj(each -> encoded(pairs.get(2 * each)) + "=" + encoded(pairs.get(2 * each + 1)))
                .collect(Collectors.joining("&"));
        return with("Content-Type", "application/x-www-form-urlencoded").sent(path, "POST", body);
    }

    HttpResponse<String> json(String method, String path, String body) {
        return with("Content-Type", "application/json").sent(path, method, body);
    }

    static JsonNode parsed(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpResponse<String> sent(String path, String method, String body) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// A field of an answer that went well.
    static String text(HttpResponse<String> response, String field) {
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return parsed(response).path(field).asString();
    }

    /// What a refusal is called in OAuth.
    static String error(HttpResponse<String> response) {
        assertThat(response.statusCode()).isBetween(400, 401);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        return parsed(response).path("error").asString();
    }
}
