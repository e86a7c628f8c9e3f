package io.carekeep.testkit;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A program that is told of alarms: it keeps what it got and checks the signature by the specification alone.
public final class WebhookReceiver implements AutoCloseable {

    /// What a test gives both sides.
    public static final String SECRET = "whsec_"
            + Base64.getEncoder()
                    .encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    /// @param genuine whether the signature is right
    public record Got(String id, String timestamp, String body, boolean genuine) {}

    private final HttpServer server;
    private final List<Got> got = new CopyOnWriteArrayList<>();
    private volatile int status = 204;

    public WebhookReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/", exchange -> {
            try (exchange) {
                var headers = exchange.getRequestHeaders();
                var id = headers.getFirst("webhook-id");
                var timestamp = headers.getFirst("webhook-timestamp");
                var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                var expected = "v1," + signature(id + "." + timestamp + "." + body);
                got.add(new Got(id, timestamp, body, expected.equals(headers.getFirst("webhook-signature"))));
                exchange.sendResponseHeaders(status, -1);
            }
        });
        server.start();
    }

    private static String signature(String signed) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring("whsec_".length())), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/alarms?of=carekeep");
    }

    /// From now on it answers so.
    public void answers(int with) {
        status = with;
    }

    public List<Got> got() {
        return got;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
