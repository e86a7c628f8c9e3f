package io.carekeep.server.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.base.Refused;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Answers `/health/live`, `/health/ready` and `/metrics` to anybody on this machine, and `/local/…` to those who know
/// the secret that stands in the home.
public final class ManagementServer implements AutoCloseable {

    /// An answer of one of the pages.
    private record Answer(int status, String type, String text) {}

    private enum Event {
        LOCAL_REQUEST_FAILED
    }

    private static final EventLog LOG = new EventLog(ManagementServer.class);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int ASKED_MAX = 64 * 1024;
    private static final int BACKLOG = 16;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Readiness readiness;
    private final PrometheusMeterRegistry registry;
    private final String secret;
    private final Map<String, LocalService> services;

    /// Starts to answer.
    /// @param port 0 lets the system choose
    public ManagementServer(
            int port,
            String secret,
            Readiness readiness,
            PrometheusMeterRegistry registry,
            List<LocalService> services) {
        this.secret = secret;
        this.readiness = readiness;
        this.registry = registry;
        this.services = services.stream().collect(Collectors.toMap(LocalService::name, Function.identity()));
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        this.server = bound(port);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    private static HttpServer bound(int port) {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (BindException _) {
            throw new PortTaken(port, "management.port");
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /// Where it answers.
    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = answer(exchange);
            var bytes = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            boolean head = "HEAD".equals(exchange.getRequestMethod());
            exchange.sendResponseHeaders(answer.status(), head || bytes.length == 0 ? -1 : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (path.startsWith("/local/")) {
            return local(exchange, path.substring("/local/".length()));
        }
        return switch (path) {
            case "/health/live" -> new Answer(200, TEXT, "live\n");
            case "/health/ready" ->
                readiness.now() ? new Answer(200, TEXT, "ready\n") : new Answer(503, TEXT, "database\n");
            case "/metrics" -> new Answer(200, METRICS, registry.scrape());
            default -> new Answer(404, TEXT, "");
        };
    }

    // A page in a browser can send a request here, but not with this header.
    private Answer local(HttpExchange exchange, String name) throws IOException {
        var shown = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
        if (!same(shown, "Bearer " + secret)) {
            return new Answer(401, TEXT, "");
        }
        var service = services.get(name);
        if (service == null || !"POST".equals(exchange.getRequestMethod())) {
            return new Answer(404, TEXT, "this server offers no " + name + "\n");
        }
        var asked = new String(exchange.getRequestBody().readNBytes(ASKED_MAX), StandardCharsets.UTF_8);
        try {
            return new Answer(200, TEXT, service.answer(asked));
        } catch (Refused refused) {
            return new Answer(422, TEXT, refused.problem().inWords() + "\n");
        } catch (RuntimeException failure) {
            LOG.error(Event.LOCAL_REQUEST_FAILED, new LogField.Failure(failure));
            return new Answer(500, TEXT, "the server failed; its log says where\n");
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
