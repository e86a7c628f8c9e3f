package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Somebody outside to whom records are released, with a key of their own.
final class Registry {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path folder;

    private Registry(Path folder) {
        this.folder = folder;
    }

    /// @param kind of its key, `rsa` or `ec`
    static Registry make(Path place, String kind) throws IOException, InterruptedException {
        var registry = new Registry(Files.createDirectories(place.resolve(kind)));
        var key = kind.equals("rsa") ? "rsa:3072" : "ec";
        var option = kind.equals("rsa") ? "rsa_keygen_bits:3072" : "ec_paramgen_curve:P-256";
        var made = openssl(
                "req -x509 -newkey " + key + " -pkeyopt " + option + " -nodes -days 2 -subj",
                "/CN=State Registry",
                "-keyout",
                registry.path("key.pem"),
                "-out",
                registry.path("cert.pem"));
        assertThat(made).isZero();
        return registry;
    }

    /// @param options parted by blanks
    private static int openssl(String options, String... files) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(options.split(" ", -1)));
        command.addAll(List.of(files));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    String certificate() throws IOException {
        return Files.readString(folder.resolve("cert.pem"));
    }

    /// Whether a message is whole and meant for it.
    boolean opens(byte[] message) throws IOException, InterruptedException {
        Files.write(folder.resolve("data.cms"), message);
        int ended = openssl(
                "cms -decrypt -binary -inform DER",
                "-in",
                path("data.cms"),
                "-inkey",
                path("key.pem"),
                "-recip",
                path("cert.pem"),
                "-out",
                path("data.ndjson"));
        return ended == 0;
    }

    /// The records in a message.
    List<String> lines(byte[] message) throws IOException, InterruptedException {
        assertThat(opens(message)).isTrue();
        return Files.readAllLines(folder.resolve("data.ndjson"));
    }

    /// Proposes to give it what a search finds.
    HttpResponse<String> proposed(URI base, Person who, String search) throws Exception {
        return proposed(base, who, certificate(), search);
    }

    static HttpResponse<String> proposed(URI base, Person who, String certificate, String search) throws Exception {
        return who.ask(base, "POST", "/admin/releases", """
                {"recipient":"State Registry","purpose":"PUBHLTH","days":7,"certificate":"%s","searches":["%s"]}""".formatted(certificate.replace("\n", "\\n"), search));
    }

    /// The number of what was proposed.
    static long number(HttpResponse<String> proposed) {
        assertThat(proposed.statusCode()).as(proposed.body()).isEqualTo(201);
        return Long.parseLong(proposed.body().replaceAll("(?s)^\\{\"number\":(\\d+),.*", "$1"));
    }

    /// @param word `approve` or `refuse`
    static HttpResponse<String> say(URI base, Person who, long number, String word) throws Exception {
        return who.ask(base, "POST", "/admin/releases/" + number + "/" + word, "");
    }

    static <T> HttpResponse<T> deliver(URI base, Person who, long number, HttpResponse.BodyHandler<T> taking)
            throws Exception {
        var request = HttpRequest.newBuilder(base.resolve("/admin/releases/" + number + "/deliver"))
                .header("Authorization", "Bearer " + who.token())
                .POST(HttpRequest.BodyPublishers.noBody());
        return HTTP.send(request.build(), taking);
    }

    /// A message's text, as somebody without its key sees it.
    static String seen(byte[] message) {
        return new String(message, StandardCharsets.ISO_8859_1);
    }
}
