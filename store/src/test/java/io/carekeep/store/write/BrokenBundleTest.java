package io.carekeep.store.write;

import static io.carekeep.store.write.Attempts.entry;
import static io.carekeep.store.write.Attempts.entryIfNone;
import static io.carekeep.store.write.Attempts.identified;
import static io.carekeep.store.write.Attempts.observation;
import static io.carekeep.store.write.Attempts.patient;
import static io.carekeep.store.write.Attempts.put;
import static io.carekeep.store.write.Attempts.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.carekeep.access.Trails;
import io.carekeep.base.Problem;
import io.carekeep.base.database.DatabaseLocation;
import io.carekeep.store.ReadResult;
import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import io.carekeep.store.upkeep.Pace;
import io.carekeep.store.upkeep.Scrub;
import io.carekeep.testkit.CutWire;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A bundle whose connection to the database breaks at each message in turn, and so after each step of the write: all
/// of it is there afterwards, or nothing.
final class BrokenBundleTest {

    private static final int OBSERVATIONS = 7;
    // A bundle can't be written with fewer messages.
    private static final int MESSAGES_LEAST = 40;

    private static TestStore store;
    private static CutWire wire;
    private static TestStore cut;

    @BeforeAll
    static void open() throws IOException {
        store = new TestStore();
        var pool = (HikariDataSource) store.database.database().app();
        var address = URI.create(pool.getJdbcUrl().substring("jdbc:".length()));
        wire = CutWire.to(address.getPort());
        cut = store.beside(new DatabaseLocation.External(
                "jdbc:postgresql://127.0.0.1:" + wire.port() + address.getPath(),
                "postgres",
                Files.readString(store.database.home().resolve("database.secret")),
                pool.getPassword()));
    }

    @AfterAll
    static void close() throws IOException {
        cut.close();
        wire.close();
        store.close();
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(300)
    void a_bundle_is_there_whole_or_not_at_all(CutWire.Cut side) throws Exception {
        int message = 0;
        boolean broke = true;
        while (broke) {
            message++;
            var trial = side + "-" + message;
            prepare(trial);
            wire.cutAt(message, side);
            var answer = transaction(cut, bundle(trial));
            broke = wire.broke();
            check(trial, answer);
            assertThat(put(cut, "Patient/standing-" + trial, patient("standing-" + trial, trial, "Testnext")))
                    .as("the next write after " + trial)
                    .isInstanceOf(Written.Updated.class);
        }
        assertThat(message).isGreaterThan(MESSAGES_LEAST);
        var trails = new Trails(store.log);
        var report = new Scrub(store.store, store.database.database(), store.parser, trails, Pace.FREE).run();
        assertThat(report.flaws()).isEmpty();
    }

    private static void prepare(String trial) {
        put(store, "Patient/standing-" + trial, patient("standing-" + trial, "standing-" + trial, "Testold"));
        put(store, "Observation/doomed-" + trial, observation("doomed-" + trial, "standing-" + trial));
        put(store, "Observation/patched-" + trial, observation("patched-" + trial, "standing-" + trial));
    }

    private static List<String> bundle(String trial) {
        var entries = new ArrayList<String>();
        var urn = "urn:uuid:00000000-0000-0000-0000-000000000001";
        entries.add("{\"fullUrl\":\"" + urn + "\","
                + entry("POST", "Patient", patient("", "new-" + trial, "Testnew"))
                        .substring(1));
        for (int at = 0; at < OBSERVATIONS; at++) {
            entries.add(entry("POST", "Observation", """
                    {"resourceType":"Observation","status":"final","subject":{"reference":"%s"},\
                    "code":{"coding":[{"system":"urn:example:code","code":"%s"}]}}""".formatted(urn, trial)));
        }
        var standing = "standing-" + trial;
        entries.add("""
                {"request":{"method":"PUT","url":"Patient/%s","ifMatch":"W/\\"1\\""},"resource":%s}""".formatted(standing, patient(standing, standing, "Testnew")));
        entries.add(entry("PUT", "Patient/chosen-" + trial, patient("chosen-" + trial, "chosen-" + trial, "Testnew")));
        entries.add(entry("DELETE", "Observation/doomed-" + trial));
        entries.add(entry("PATCH", "Observation/patched-" + trial, """
                {"resourceType":"Binary","contentType":"application/json-patch+json","data":"%s"}""".formatted(
                        Base64.getEncoder().encodeToString("""
                        [{"op":"replace","path":"/status","value":"amended"}]""".getBytes(java.nio.charset.StandardCharsets.UTF_8)))));
        entries.add(entryIfNone(identified("none-" + trial), patient("", "none-" + trial, "Testnew")));
        return entries;
    }

    private static void check(String trial, Object answer) {
        var done = Stream.of(
                        found("Patient?" + identified("new-" + trial), 1),
                        found("Observation?code=urn:example:code|" + trial, OBSERVATIONS),
                        found("Patient?family=testnew&" + identified("standing-" + trial), 1),
                        found("Patient?" + identified("chosen-" + trial), 1),
                        found("Patient?" + identified("none-" + trial), 1),
                        found("Observation?status=amended&patient=standing-" + trial, 1),
                        version("Patient/standing-" + trial) == 2,
                        version("Patient/chosen-" + trial) == 1,
                        version("Observation/patched-" + trial) == 2,
                        store.read("Observation/doomed-" + trial).equals(new ReadResult.Deleted(2)))
                .toList();
        assertThat(done.stream().distinct())
                .as("whole or not at all: " + trial + " " + done)
                .hasSize(1);
        if (answer instanceof List<?>) {
            assertThat(done).as("what was answered is there: " + trial).containsOnly(true);
        } else {
            assertThat(answer).as(trial).isInstanceOf(Problem.Unavailable.class);
        }
    }

    // All or none of them; what a search finds, a read finds in the same version.
    private static boolean found(String search, int all) {
        var matches = store.search(search).matches();
        assertThat(matches.size()).as(search).isIn(0, all);
        assertThat(matches)
                .allSatisfy(match ->
                        assertThat(version(match.type() + "/" + match.id())).isEqualTo(match.version()));
        return !matches.isEmpty();
    }

    private static int version(String address) {
        return store.read(address) instanceof ReadResult.Found(Version version) ? version.version() : 0;
    }
}
