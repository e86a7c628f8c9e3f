package io.carekeep.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.server.settings.Setting;
import io.carekeep.server.settings.SettingsReader;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a proxy says of a client counts only if the proxy is listed. Links are made of what this container says, and
/// the local operator is known by the address.
final class ForwardedTest {

    @TempDir
    private Path home;

    /// Tells what the application gets to see.
    private static final class Seen extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter()
                    .print(request.getScheme() + "://" + request.getServerName() + ":" + request.getServerPort() + " "
                            + request.getRemoteAddr());
        }
    }

    private String seen(String proxies) throws IOException, InterruptedException {
        var settings = SettingsReader.read(
                home, Map.of(), Map.of(Setting.PORT, "0", Setting.HTTP, "true", Setting.TRUSTED_PROXIES, proxies));
        var server = TomcatFactory.of(settings, () -> {
                    throw new AssertionError("plain HTTP needs no certificate");
                })
                .getWebServer(context -> context.addServlet("seen", new Seen()).addMapping("/"));
        server.start();
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + "/"))
                    .header("X-Forwarded-For", "203.0.113.7")
                    .header("X-Forwarded-Proto", "https")
                    .header("X-Forwarded-Host", "records.example")
                    .header("X-Forwarded-Port", "443");
            return client.send(request.build(), BodyHandlers.ofString())
                    .body()
                    .replace(Integer.toString(server.getPort()), "own");
        } finally {
            server.stop();
        }
    }

    @Test
    void a_listed_proxy_says_who_asks_and_how_it_was_called() throws Exception {
        assertThat(seen("127.0.0.1")).isEqualTo("https://records.example:443 203.0.113.7");
        assertThat(seen("192.0.2.1,127.0.0.1")).isEqualTo("https://records.example:443 203.0.113.7");
    }

    @Test
    void what_anybody_else_says_is_not_looked_at() throws Exception {
        assertThat(seen("")).isEqualTo("http://127.0.0.1:own 127.0.0.1");
        assertThat(seen("192.0.2.1")).isEqualTo("http://127.0.0.1:own 127.0.0.1");
        assertThat(seen("127.0.0.11")).isEqualTo("http://127.0.0.1:own 127.0.0.1");
    }
}
