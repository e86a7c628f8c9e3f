package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Somebody, or a program, who has signed in at one server and asks any.
record Person(String name, String token) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final String FORM = "application/x-www-form-urlencoded";

    /// Signs in with a password.
    static Person signIn(URI server, String name, String password) throws Exception {
        var nobody = new Person(name, "");
        return nobody.with(nobody.ask(
                server, "POST", "/sign-in", "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}"));
    }

    /// Signs a program in.
    static Person program(URI server, String name, String secret) throws Exception {
        var nobody = new Person(name, "");
        var asked = "grant_type=client_credentials&client_id=%s&client_secret=%s".formatted(name, secret);
        return nobody.with(nobody.form(server, "/oauth2/token", asked));
    }

    private Person with(HttpResponse<String> answer) {
        Matcher found = TOKEN.matcher(answer.body());
        assertThat(found.find()).as("a token").isTrue();
        return new Person(name, found.group(1));
    }

    HttpResponse<String> get(URI server, String path) throws Exception {
        return ask(server, "GET", path, "");
    }

    /// Reads for a purpose of use.
    HttpResponse<String> get(URI server, String path, String purpose) throws Exception {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("X-Purpose-Of-Use", purpose);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    HttpResponse<String> ask(URI server, String method, String path, String body) throws Exception {
        return send(
                server, method, path, body, path.startsWith("/fhir") ? "application/fhir+json" : "application/json");
    }

    /// Sends a form, without a token.
    HttpResponse<String> form(URI server, String path, String fields) throws Exception {
        return new Person(name, "").send(server, "POST", path, fields, FORM);
    }

    private HttpResponse<String> send(URI server, String method, String path, String body, String type)
            throws Exception {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return name;
    }
}
