package io.carekeep.alarm.paging;

import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Posts JSON that its receiver can tell from anybody else's, as Standard Webhooks has it:
/// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md.
public final class SignedPost implements AutoCloseable {

    private enum Event {
        POST_FAILED,
        POST_NOT_TAKEN
    }

    private static final EventLog LOG = new EventLog(SignedPost.class);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    private final Clock clock;
    private @Nullable HttpClient client;

    public SignedPost(Clock clock) {
        this.clock = clock;
    }

    // Made when it is first needed, because it reads all certificates that Java trusts. No redirects: an answer could
    // send
    // a page, with its signature, to somebody else.
    private synchronized HttpClient client() {
        var made = client;
        if (made == null) {
            made = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_MAX)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
            client = made;
        }
        return made;
    }

    /// Whether the receiver has taken it, which an answer from 200 to 299 says.
    /// @param id by which the receiver tells it from others
    public boolean sent(SignedTarget target, String id, String json) {
        var request = request(target, id, json);
        var answer = client().sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            int status =
                    answer.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            if (status >= 200 && status < 300) {
                return true;
            }
            LOG.warn(Event.POST_NOT_TAKEN, new LogField.Count("status", status));
        } catch (ExecutionException | TimeoutException failure) {
            answer.cancel(true);
            LOG.warn(Event.POST_FAILED, new LogField.Failure(failure));
        } catch (InterruptedException _) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private HttpRequest request(SignedTarget target, String id, String json) {
        var at = Long.toString(clock.instant().getEpochSecond());
        var signed = (id + "." + at + "." + json).getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(target.url())
                .timeout(ANSWER_MAX)
                .header("Content-Type", "application/json")
                .header("Webhook-Id", id)
                .header("Webhook-Timestamp", at)
                .header(
                        "Webhook-Signature",
                        "v1," + Base64.getEncoder().encodeToString(target.key().sign(signed)))
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
