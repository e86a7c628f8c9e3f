package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.testkit.AtOnce;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two server processes on one PostgreSQL are as one to their clients.
final class TwoServersTest {

    private static final int CLIENTS = 50;
    private static final int MEETINGS = 8;

    @TempDir
    private static Path place;

    private static TwoServers two;
    private static List<FhirCalls> calls;

    @BeforeAll
    static void start() throws Exception {
        two = TwoServers.start(place);
        calls = List.of(new FhirCalls(two.first()), new FhirCalls(two.second()));
    }

    @AfterAll
    static void end() throws Exception {
        if (two != null) {
            calls.forEach(FhirCalls::close);
            two.end();
        }
    }

    private static FhirCalls server(int client) {
        return calls.get(client % 2);
    }

    private static String patient(String id, String family) {
        return """
                {"resourceType":"Patient","id":"%s","identifier":[{"system":"urn:example:record","value":"%s"}],
                 "name":[{"family":"%s"}]}""".formatted(id, id, family);
    }

    private static Map<Integer, Long> statuses(List<HttpResponse<String>> answers) {
        return answers.stream().collect(Collectors.groupingBy(HttpResponse::statusCode, Collectors.counting()));
    }

    @Test
    void what_one_wrote_the_other_reads_and_finds_at_once() throws Exception {
        for (int turn = 0; turn < MEETINGS; turn++) {
            var id = "seen-" + turn;
            assertThat(server(turn)
                            .send("PUT", "/Patient/" + id, patient(id, "Testseen"))
                            .statusCode())
                    .isEqualTo(201);
            assertThat(server(turn + 1).get("/Patient/" + id).statusCode()).isEqualTo(200);
            assertThat(FhirCalls.total(server(turn + 1).get("/Patient?identifier=urn:example:record%7C" + id)))
                    .isEqualTo(1);
        }
    }

    @Test
    void of_fifty_conditional_creates_one_creates() throws Exception {
        var condition = "identifier=urn:example:record|once";
        var answers = AtOnce.of(
                CLIENTS, client -> server(client).createIfNone("/Patient", condition, patient("once", "T" + client)));
        assertThat(statuses(answers)).isEqualTo(Map.of(201, 1L, 200, CLIENTS - 1L));
        assertThat(FhirCalls.total(calls.getFirst().get("/Patient?identifier=urn:example:record%7Conce")))
                .isEqualTo(1);
    }

    @Test
    void of_fifty_updates_of_one_version_one_wins() throws Exception {
        calls.getFirst().send("PUT", "/Patient/match", patient("match", "Testbegin"));
        for (int before = 1; before <= 4; before++) {
            int version = before;
            var answers = AtOnce.of(
                    CLIENTS,
                    client -> server(client)
                            .updateIf("/Patient/match", version, patient("match", "Testwriter" + client)));
            assertThat(statuses(answers)).isEqualTo(Map.of(200, 1L, 412, CLIENTS - 1L));
        }
    }

    @Test
    void bundles_over_the_same_rows_in_opposite_order_all_go_in() throws Exception {
        var ids = IntStream.range(0, 20).mapToObj(at -> "row-" + at).toList();
        for (int meeting = 0; meeting < MEETINGS; meeting++) {
            var answers = AtOnce.of(4, client -> {
                var entries = ids.stream()
                        .map(id -> "{\"request\":{\"method\":\"PUT\",\"url\":\"Patient/" + id + "\"},\"resource\":"
                                + patient(id, "Testclient" + client) + "}")
                        .collect(Collectors.toList());
                if (client % 2 == 1) {
                    Collections.reverse(entries);
                }
                var bundle = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                        + String.join(",", entries) + "]}";
                return server(client / 2).send("POST", "", bundle);
            });
            assertThat(statuses(answers)).isEqualTo(Map.of(200, 4L));
        }
        for (var id : ids) {
            assertThat(FhirCalls.version(calls.getLast().get("/Patient/" + id))).isEqualTo(4 * MEETINGS);
        }
    }
}
