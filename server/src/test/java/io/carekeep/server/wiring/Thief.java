package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks with somebody's token and remembers which patients, called `pat-[number]`, the answers name.
final class Thief {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern PATIENT = Pattern.compile("\\bpat-(\\d+)\\b");
    private static final Pattern NEXT = Pattern.compile("\"relation\":\"next\",\"url\":\"([^\"]+)\"");
    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

    private final URI base;
    private final String name;
    private final String password;
    private final Set<Integer> stolen = new HashSet<>();
    private String token = "";

    Thief(URI base, String name, String password) {
        this.base = base;
        this.name = name;
        this.password = password;
    }

    /// The patients that were in answers.
    Set<Integer> stolen() {
        return stolen;
    }

    void signIn() throws Exception {
        token = "";
        var answer = ask(
                "POST",
                "/sign-in",
                "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}",
                "application/json");
        Matcher found = TOKEN.matcher(answer.body());
        assertThat(found.find()).as("a token").isTrue();
        token = found.group(1);
    }

    /// @param headers the content type, then names and values
    HttpResponse<String> ask(String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", headers.length == 0 ? "application/fhir+json" : headers[0])
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int at = 1; at < headers.length; at += 2) {
            request.header(headers[at], headers[at + 1]);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /// Asks, and takes what the answer names.
    HttpResponse<String> steal(String method, String path, String body, String... headers) throws Exception {
        var answer = ask(method, path, body, headers);
        Matcher found = PATIENT.matcher(answer.body());
        while (found.find()) {
            stolen.add(Integer.valueOf(found.group(1)));
            assertThat(answer.statusCode()).as("an answer that names a patient").isNotEqualTo(429);
        }
        return answer;
    }

    HttpResponse<String> steal(String path) throws Exception {
        return steal("GET", path, "");
    }

    /// Follows the links to the next page as long as there are some.
    void stealAllPages(String path) throws Exception {
        var answer = steal(path);
        while (answer.statusCode() == 200) {
            Matcher next = NEXT.matcher(answer.body());
            if (!next.find()) {
                return;
            }
            var url = URI.create(next.group(1));
            answer = steal(url.getRawPath() + "?" + url.getRawQuery());
        }
    }
}
