package io.carekeep.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Whether the time of an answer tells a record that is hidden from one that is not there: reads both by turns and
/// compares the medians. `HiddenAbsent BASE TOKEN OPERATOR PAIRS`: the tokens of a caller who sees no patient, and of
/// the
/// operator, who makes the patients that are hidden.
public final class HiddenAbsent {

    private static final int PATIENTS = 200;
    private static final int WARM = 3_000;

    /// A way to ask, with an id in it.
    private record Way(String name, String path) {}

    private static final List<Way> WAYS = List.of(
            new Way("read", "/Patient/%s"),
            new Way("vread", "/Patient/%s/_history/1"),
            new Way("history", "/Patient/%s/_history"),
            new Way("search", "/Patient?_id=%s"),
            new Way("everything", "/Patient/%s/$everything"));

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String token;
    private final Random chance = new Random(1);

    private HiddenAbsent(String base, String token) {
        this.base = base;
        this.token = token;
    }

    public static void main(String[] arguments) throws Exception {
        var operator = new HiddenAbsent(arguments[0], arguments[2]);
        for (int at = 0; at < PATIENTS; at++) {
            operator.put("hidden-" + at);
        }
        var caller = new HiddenAbsent(arguments[0], arguments[1]);
        int pairs = Integer.parseInt(arguments[3]);
        for (var way : WAYS) {
            caller.measure(way, WARM);
            caller.tell(way, pairs);
        }
    }

    private void put(String id) throws IOException, InterruptedException {
        var body = "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"gender\":\"other\"}";
        var request = request("/Patient/" + id)
                .header("Content-Type", "application/fhir+json")
                .PUT(HttpRequest.BodyPublishers.ofString(body));
        int status = http.send(request.build(), BodyHandlers.discarding()).statusCode();
        if (status > 201) {
            throw new IllegalStateException("the operator may not write: " + status);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + token);
    }

    private record Times(long[] hidden, long[] absent) {}

    private Times measure(Way way, int pairs) throws IOException, InterruptedException {
        var hidden = new long[pairs];
        var absent = new long[pairs];
        for (int at = 0; at < pairs; at++) {
            int which = chance.nextInt(PATIENTS);
            boolean first = chance.nextBoolean();
            if (first) {
                hidden[at] = time(way, "hidden-" + which);
            }
            absent[at] = time(way, "absent-" + which);
            if (!first) {
                hidden[at] = time(way, "hidden-" + which);
            }
        }
        return new Times(hidden, absent);
    }

    private long time(Way way, String id) throws IOException, InterruptedException {
        var request = request(way.path().formatted(id)).build();
        long begun = System.nanoTime();
        http.send(request, BodyHandlers.ofByteArray());
        return System.nanoTime() - begun;
    }

    private void tell(Way way, int pairs) throws IOException, InterruptedException {
        var times = measure(way, pairs);
        double hidden = median(times.hidden());
        double absent = median(times.absent());
        System.out.printf(
                "%-12s %d pairs, medians: hidden %.1f us, absent %.1f us, ratio %.3f%n",
                way.name(), pairs, hidden / 1_000, absent / 1_000, hidden / absent);
    }

    private static double median(long[] times) {
        var sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
