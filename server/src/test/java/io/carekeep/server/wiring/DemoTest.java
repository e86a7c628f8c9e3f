package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What README.md says to try with the demo.
final class DemoTest {

    private static final Duration LOADED = Duration.ofMinutes(5);
    private static final Pattern PASSWORD = Pattern.compile("carl\\.clinician +clinician +password (\\S+)");

    @TempDir
    private Path place;

    @Test
    void its_clinician_sees_the_patients_in_their_care_and_another_by_breaking_the_glass() throws Exception {
        var server = ServerProcess.demo(place, "--http");
        try {
            var base = server.run().base();
            var carl = Person.signIn(base, "carl.clinician", password(server));
            var seen = carl.get(base, "/fhir/Patient?_elements=active").body();
            var all = ids(server);
            assertThat(all).hasSizeGreaterThan(5).filteredOn(seen::contains).hasSize(1);
            var other =
                    all.stream().filter(id -> !seen.contains(id)).findFirst().orElseThrow();
            var asked = "{\"patient\":\"Patient/%s\",\"reason\":\"covering\",\"minutes\":5,".formatted(other)
                    + "\"text\":\"looking around in the demo\"}";
            assertThat(carl.ask(base, "POST", "/access/emergency", asked).statusCode())
                    .isEqualTo(201);
            assertThat(carl.get(base, "/fhir/Patient/" + other).headers().firstValue("Carekeep-Emergency"))
                    .isPresent();
        } finally {
            server.end();
        }
    }

    private static List<String> ids(ServerProcess server) throws Exception {
        try (var calls = new FhirCalls(server)) {
            return Pattern.compile("\"resourceType\":\"Patient\",\"id\":\"([^\"]+)\"")
                    .matcher(calls.get("/Patient?_elements=active").body())
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }
    }

    private static String password(ServerProcess server) throws Exception {
        long until = System.nanoTime() + LOADED.toNanos();
        while (System.nanoTime() < until) {
            var found = PASSWORD.matcher(server.log());
            if (found.find() && server.log().contains("Ctrl-C")) {
                return found.group(1);
            }
            Thread.sleep(200);
        }
        throw new AssertionError(server.log());
    }
}
