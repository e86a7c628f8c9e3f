package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A client that writes records of its own and notes what it sent before it sends it, and each answer. Nobody else
/// changes its records, so it knows what each must say.
final class NotedClient {

    /// A version that was acknowledged.
    /// @param address such as `Patient/1`
    record Acknowledged(String address, int version) {}

    /// A record as the answers so far say it is.
    private static final class Noted {

        private final String type;
        private final String key;
        private @Nullable String id;
        private int version;
        private @Nullable String content;

        Noted(String type, String key) {
            this.type = type;
            this.key = key;
        }

        String address() {
            return type + "/" + Objects.requireNonNull(id);
        }
    }

    /// A change that was sent.
    /// @param content what the record shall say besides type, id and meta, or null when it shall be deleted
    private record Sent(Noted noted, @Nullable String content) {}

    private static final Pattern ENTRY = Pattern.compile(
            "\"response\":\\{\"status\":\"20[^}]*?(?:\"location\":\"\\w+/([^/\"]+)[^}]*?)?\"etag\":\"W/\\\\\"(\\d+)\\\\\"");
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\",\"meta\"");
    private static final int RECORDS_MAX = 40;

    private final String name;
    private final Random random;
    private final List<Noted> records = new ArrayList<>();
    private final Set<Noted> touched = new LinkedHashSet<>();
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private List<Sent> pending = List.of();
    private int serial;

    NotedClient(String name, Random random) {
        this.name = name;
        this.random = random;
    }

    List<Acknowledged> acknowledged() {
        return acknowledged;
    }

    /// Writes until the server goes.
    /// @return how many writes were acknowledged
    int writeUntilTheEnd(FhirCalls server) throws InterruptedException {
        return writeUntil(() -> false, server);
    }

    /// Writes until it is enough or the server goes.
    /// @return how many writes were acknowledged
    int writeUntil(BooleanSupplier enough, FhirCalls server) throws InterruptedException {
        int before = acknowledged.size();
        try {
            while (!enough.getAsBoolean() && write(server)) {
                pending = List.of();
            }
        } catch (IOException _) {
            // The server went; what is pending may be there or not.
        }
        return acknowledged.size() - before;
    }

    private boolean write(FhirCalls server) throws IOException, InterruptedException {
        return switch (random.nextInt(6)) {
            case 0, 1 -> create(server);
            case 2 -> delete(server);
            case 3 -> bundle(server);
            default -> put(server);
        };
    }

    private boolean create(FhirCalls server) throws IOException, InterruptedException {
        var made = fresh();
        var content = content(made);
        pending = List.of(new Sent(made, content));
        var answer = server.send("POST", "/" + made.type, json(made, content));
        if (isOut(answer)) {
            return false;
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        var location = Pattern.compile(".*/" + made.type + "/([^/]+)/_history/1")
                .matcher(answer.headers().firstValue("Location").orElseThrow());
        assertThat(location.matches()).isTrue();
        made.id = location.group(1);
        acknowledge(pending.getFirst());
        return true;
    }

    private boolean put(FhirCalls server) throws IOException, InterruptedException {
        var noted = any();
        var content = content(noted);
        pending = List.of(new Sent(noted, content));
        var answer = server.send("PUT", "/" + noted.address(), json(noted, content));
        return isAcknowledged(answer, noted.content == null ? 201 : 200);
    }

    private boolean delete(FhirCalls server) throws IOException, InterruptedException {
        var noted = any();
        if (noted.content == null) {
            return put(server);
        }
        pending = List.of(new Sent(noted, null));
        return isAcknowledged(server.send("DELETE", "/" + noted.address(), ""), 204);
    }

    private boolean isAcknowledged(HttpResponse<String> answer, int status) {
        if (isOut(answer)) {
            return false;
        }
        var sent = pending.getFirst();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(FhirCalls.version(answer)).isEqualTo(sent.noted().version + 1);
        acknowledge(sent);
        return true;
    }

    // Two new records, and two that may be there.
    private boolean bundle(FhirCalls server) throws IOException, InterruptedException {
        var changed = new LinkedHashSet<>(List.of(fresh(), fresh()));
        changed.add(any());
        changed.add(any());
        pending = changed.stream().map(each -> new Sent(each, content(each))).toList();
        var entries = pending.stream().map(NotedClient::entry).toList();
        var answer = server.send("POST", "", """
                {"resourceType":"Bundle","type":"transaction","entry":[%s]}""".formatted(String.join(",", entries)));
        if (isOut(answer)) {
            return false;
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var answers = ENTRY.matcher(answer.body());
        for (var sent : pending) {
            assertThat(answers.find()).as("each entry has an answer").isTrue();
            assertThat(answers.group(2)).isEqualTo(Integer.toString(sent.noted().version + 1));
            if (sent.noted().id == null) {
                sent.noted().id = Objects.requireNonNull(answers.group(1));
            }
            acknowledge(sent);
        }
        return true;
    }

    private static String entry(Sent sent) {
        var noted = sent.noted();
        var request = noted.id == null
                ? "\"method\":\"POST\",\"url\":\"" + noted.type + "\""
                : "\"method\":\"PUT\",\"url\":\"" + noted.address() + "\"";
        return "{\"request\":{" + request + "},\"resource\":" + json(noted, Objects.requireNonNull(sent.content()))
                + "}";
    }

    // A dying server may say that it has lost its database.
    private static boolean isOut(HttpResponse<String> answer) {
        return answer.statusCode() == 503;
    }

    private void acknowledge(Sent sent) {
        came(sent);
        acknowledged.add(new Acknowledged(sent.noted().address(), sent.noted().version));
    }

    private void came(Sent sent) {
        var noted = sent.noted();
        if (noted.version == 0) {
            records.add(noted);
        }
        noted.version++;
        noted.content = sent.content();
        touched.add(noted);
    }

    private Noted fresh() {
        serial++;
        return new Noted(random.nextBoolean() ? "Patient" : "Observation", name + "-" + serial);
    }

    // One that was written before, or a new one whose id is chosen here.
    private Noted any() {
        if (records.isEmpty() || random.nextInt(4) == 0) {
            var made = fresh();
            made.id = made.key;
            return made;
        }
        int newest = Math.min(records.size(), RECORDS_MAX);
        return records.get(records.size() - 1 - random.nextInt(newest));
    }

    private String content(Noted noted) {
        serial++;
        var identifier = """
                "identifier":[{"system":"urn:example:crash","value":"%s"}],""".formatted(noted.key);
        return identifier + (noted.type.equals("Patient") ? """
                "name":[{"family":"Test%s","given":["Number%d"]}]}""" : """
                "status":"final","code":{"text":"Test%s number %d"}}""").formatted(name, serial);
    }

    private static String json(Noted noted, String content) {
        var id = noted.id == null ? "" : "\"id\":\"" + noted.id + "\",";
        return "{\"resourceType\":\"" + noted.type + "\"," + id + content;
    }

    /// After a restart: looks whether what was pending came, whole.
    void settle(FhirCalls server) throws IOException, InterruptedException {
        var arrived = new ArrayList<Boolean>();
        for (var sent : pending) {
            arrived.add(hasCome(server, sent));
        }
        assertThat(arrived.stream().distinct())
                .as("a write is there whole or not at all")
                .hasSizeLessThan(2);
        if (arrived.contains(true)) {
            pending.forEach(this::came);
        }
        pending = List.of();
    }

    /// Looks whether every record written since the last look is as it was acknowledged.
    void check(FhirCalls server) throws IOException, InterruptedException {
        for (var noted : touched) {
            check(server, noted);
        }
        touched.clear();
    }

    private static boolean hasCome(FhirCalls server, Sent sent) throws IOException, InterruptedException {
        var noted = sent.noted();
        if (noted.id == null) {
            var found = server.get(search(noted)).body();
            var id = ID.matcher(found.substring(found.indexOf("\"resource\":") + 1));
            if (!found.contains("\"total\":1") || !id.find()) {
                return false;
            }
            noted.id = id.group(1);
        }
        var read = server.get("/" + noted.address());
        return FhirCalls.version(read) == noted.version + 1;
    }

    private static String search(Noted noted) {
        return "/" + noted.type + "?identifier=urn:example:crash%7C" + noted.key;
    }

    /// Looks at every record that was ever written.
    void checkAll(FhirCalls server) throws IOException, InterruptedException {
        for (var noted : records) {
            check(server, noted);
        }
    }

    private static void check(FhirCalls server, Noted noted) throws IOException, InterruptedException {
        var read = server.get("/" + noted.address());
        var found = server.get(search(noted));
        var history = server.get("/" + noted.address() + "/_history");
        assertThat(FhirCalls.version(read)).as(noted.address()).isEqualTo(noted.version);
        assertThat(FhirCalls.total(history)).as(noted.address()).isEqualTo(noted.version);
        assertThat(history.body().indexOf("\"etag\":\"W/\\\"" + noted.version + "\\\"\""))
                .as("the newest comes first")
                .isPositive()
                .isEqualTo(history.body().indexOf("\"etag\":"));
        if (noted.content == null) {
            assertThat(read.statusCode()).isEqualTo(410);
            assertThat(FhirCalls.total(found)).isZero();
            return;
        }
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).endsWith(noted.content);
        assertThat(FhirCalls.total(found)).isEqualTo(1);
        assertThat(found.body()).contains(read.body());
        assertThat(history.body()).contains(read.body());
    }
}
