package io.carekeep.server.local;

import io.carekeep.server.home.RunFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Executors;

/// Asks the running server of a home, as somebody who may read the home.
public final class LocalClient implements AutoCloseable {

    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration ANSWER_MAX = Duration.ofMinutes(15);

    private final RunFile run;
    private final HttpClient plain;

    private LocalClient(RunFile run) {
        this.run = run;
        this.plain = builder().build();
    }

    /// @throws io.carekeep.server.home.HomeUnusable when no server runs in the home
    public static LocalClient of(Path home) {
        return new LocalClient(RunFile.read(home));
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_MAX)
                .executor(Executors.newVirtualThreadPerTaskExecutor());
    }

    /// What a local service answers.
    /// @throws LocalUnusable with the server's reason
    public String ask(String service, String asked) {
        var request = HttpRequest.newBuilder(run.management().resolve("/local/" + service))
                .header("Authorization", "Bearer " + run.secret())
                .timeout(ANSWER_MAX)
                .POST(HttpRequest.BodyPublishers.ofString(asked))
                .build();
        var answer = send(plain, request);
        if (answer.statusCode() != 200) {
            throw new LocalUnusable(answer.body().strip());
        }
        return answer.body();
    }

    /// The base of the FHIR API.
    public URI base() {
        return run.base();
    }

    /// A client of the FHIR API that trusts exactly the certificate that this server shows now.
    public HttpClient api() {
        if ("http".equals(run.base().getScheme())) {
            return plain;
        }
        var certificate = Base64.getMimeDecoder().decode(ask("certificate", ""));
        return builder().sslContext(PinnedCertificate.context(certificate)).build();
    }

    /// Sends a request and says in a sentence when there is no answer.
    public static HttpResponse<String> send(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException _) {
            throw new LocalUnusable("the server does not answer any more: see its log");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new LocalUnusable("interrupted");
        }
    }

    @Override
    public void close() {
        plain.shutdownNow();
    }
}
