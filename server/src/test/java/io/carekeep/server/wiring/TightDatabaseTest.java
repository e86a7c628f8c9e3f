package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carekeep.testkit.People;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server over a database that can't be written: it says so, and no read goes out without its audit entry.
final class TightDatabaseTest {

    private static final int TRIES_MAX = 5_000;
    private static final int SCAN = 100_000;
    private static final int CHUNK = 64 * 1024;

    @TempDir
    private Path place;

    @Test
    void a_read_only_database_stops_writes_and_reads_until_it_takes_entries_again() throws Exception {
        var server = ServerProcess.start(place, "--http");
        try (var calls = new FhirCalls(server)) {
            var address = made(calls);

            readOnly(server, "on");
            var refused = until(
                    () -> calls.send("POST", "/Patient", People.bruno()),
                    answer -> answer.body().contains("read-only"));
            assertUnavailable(refused);
            assertUnavailable(calls.send("DELETE", address, ""));
            assertUnavailable(calls.get(address));
            assertUnavailable(calls.get("/Patient?family=testwoman"));
            assertThat(calls.get("/metadata").statusCode()).isEqualTo(200);

            readOnly(server, "off");
            var read = until(() -> calls.get(address), answer -> answer.statusCode() != 503);
            assertThat(read.body()).contains("Testwoman");
            assertThat(FhirCalls.total(calls.get("/Patient?family=testman"))).isZero();
            // What writes takes other connections than what reads.
            var made =
                    until(() -> calls.send("POST", "/Patient", People.bruno()), answer -> answer.statusCode() != 503);
            assertThat(made.statusCode()).isEqualTo(201);
        } finally {
            server.end();
        }
    }

    private interface Request {
        HttpResponse<String> answer() throws IOException, InterruptedException;
    }

    // Connections that were ended are found out one by one, and a disk fills up slowly.
    private static HttpResponse<String> until(Request request, Predicate<HttpResponse<String>> wanted)
            throws IOException, InterruptedException {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            var answer = request.answer();
            if (wanted.test(answer)) {
                return answer;
            }
        }
        throw new AssertionError("no answer was the one waited for");
    }

    private static String made(FhirCalls calls) throws IOException, InterruptedException {
        var made = calls.send("POST", "/Patient", People.amina());
        assertThat(made.statusCode()).isEqualTo(201);
        var location = made.headers().firstValue("Location").orElseThrow();
        return location.substring(calls.base().toString().length(), location.indexOf("/_history"));
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body())
                .contains("\"resourceType\":\"OperationOutcome\"")
                .doesNotContain("Testwoman");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    // New sessions are read-only or not; the open ones are ended.
    private static void readOnly(ServerProcess server, String state) throws IOException, SQLException {
        var folder = server.home().resolve("database");
        var port = Files.readAllLines(folder.resolve("postmaster.pid")).get(3).strip();
        var secret = Files.readString(server.home().resolve("database.secret"));
        try (var connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port
                                + "/carekeep?options=-c%20default_transaction_read_only=off",
                        "postgres",
                        secret);
                var statement = connection.createStatement()) {
            statement.execute("alter database carekeep set default_transaction_read_only = " + state);
            statement.execute("select pg_terminate_backend(pid, 10000) from pg_stat_activity"
                    + " where datname = 'carekeep' and pid <> pg_backend_pid()");
        }
    }

    @Test
    void a_full_disk_stops_writes_and_reads_go_on_while_their_entries_fit() throws Exception {
        var disk = Files.createDirectory(place.resolve("home"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=192m,mode=700", "carekeep-test", disk.toString()),
                "this user may not mount a small disk");
        try {
            var server = ServerProcess.start(place, "--http");
            try (var calls = new FhirCalls(server)) {
                fullDisk(calls, disk);
            } finally {
                server.end();
            }
        } finally {
            run("umount", "--lazy", disk.toString());
        }
    }

    private static void fullDisk(FhirCalls calls, Path disk) throws IOException, InterruptedException {
        var address = made(calls);
        // Whom somebody has seen in this hour stands in their budget and needs no row more.
        assertThat(calls.get(address).statusCode()).isEqualTo(200);
        var ballast = disk.resolve("ballast");
        fill(ballast);
        assertUnavailable(calls.send("POST", "/Binary", scan()));

        // Each read leaves an entry; they fit into what the log has, and at last they don't.
        assertThat(calls.get(address).statusCode()).isEqualTo(200);
        assertUnavailable(until(() -> calls.get(address), answer -> answer.statusCode() != 200));
        assertUnavailable(calls.send("POST", "/Binary", scan()));

        Files.delete(ballast);
        assertThat(calls.get(address).body()).contains("Testwoman");
        assertThat(FhirCalls.total(calls.get("/Binary?_summary=count"))).isZero();
        assertThat(calls.send("POST", "/Binary", scan()).statusCode()).isEqualTo(201);
    }

    // Larger than what is left of any page.
    private static String scan() {
        var bytes = new byte[SCAN];
        new Random(SCAN).nextBytes(bytes);
        return """
                {"resourceType":"Binary","contentType":"image/png","data":"%s"}""".formatted(Base64.getEncoder().encodeToString(bytes));
    }

    private static void fill(Path ballast) throws IOException {
        var chunk = new byte[CHUNK];
        try (var out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(chunk);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }
}
