package io.carekeep.server.loading;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/// Stands in for the FHIR API: takes bundles, refuses one, or loses its answer. A bundle is known by the value of its
/// first identifier.
final class BundleTaker implements AutoCloseable {

    private static final Pattern VALUE = Pattern.compile("\"value\":\"([^\"]*)\"");

    private final HttpServer server;
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private volatile String refused = "";
    private volatile String lost = "";

    BundleTaker() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/fhir", this::take);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/fhir");
    }

    List<String> taken() {
        return List.copyOf(taken);
    }

    void refuse(String name) {
        refused = name;
    }

    void loseAnswerTo(String name) {
        lost = name;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (exchange.getRequestURI().getPath().endsWith("/_search")) {
                var asked = URLDecoder.decode(body, StandardCharsets.UTF_8);
                long total = taken.stream()
                        .filter(each -> asked.endsWith("|" + each))
                        .count();
                answer(exchange, 200, "{\"resourceType\":\"Bundle\",\"total\":" + total + "}");
                return;
            }
            var matcher = VALUE.matcher(body);
            var name = matcher.find() ? matcher.group(1) : "";
            if (name.equals(refused)) {
                answer(
                        exchange,
                        422,
                        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"diagnostics\":\"no\",\"code\":\"value\","
                                + "\"expression\":[\"Bundle.entry[0]\"]}]}");
                return;
            }
            taken.add(name);
            if (name.equals(lost)) {
                lost = "";
                return;
            }
            answer(exchange, 200, "{\"resourceType\":\"Bundle\",\"entry\":[{\"response\":{\"status\":\"201\"}}]}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
