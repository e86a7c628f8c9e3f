package io.carekeep.server.command;

import io.carekeep.server.home.HomeFolder;
import io.carekeep.server.local.LocalClient;
import io.carekeep.server.local.LocalUnusable;
import io.carekeep.server.local.OperatorToken;
import io.carekeep.server.logs.Logs;
import io.carekeep.server.settings.Setting;
import io.carekeep.server.settings.SettingsReader;
import io.carekeep.server.wiring.RunningServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Starts, loads, works and stops in a folder for the purpose, while the JVM watches which classes a server needs and
/// what its methods do most.
@Command(name = "train", hidden = true, description = "Called by carekeep aot.")
final class TrainCommand implements Runnable {

    private static final int ROUNDS = 150;
    private static final List<String> QUESTIONS = List.of(
            "/Patient?name=a&_count=20",
            "/Patient?family=b&birthdate=ge1950",
            "/Patient?_has:Condition:patient:clinical-status=active",
            "/Observation?category=vital-signs&_sort=-date",
            "/Observation?code=http://loinc.org%7C29463-7&date=ge2010",
            "/Observation?value-quantity=gt50",
            "/Observation?patient.name=a",
            "/Condition?clinical-status=active",
            "/Encounter?_include=Encounter:practitioner",
            "/Patient/training",
            "/Patient/training/$everything");

    @Parameters(paramLabel = "DIR")
    private Path folder;

    @Override
    public void run() {
        Logs.quiet();
        var settings = SettingsReader.read(folder, Map.of(), Map.of(Setting.PORT, "0", Setting.HTTP, "true"));
        var random = new SecureRandom();
        var clock = Clock.systemUTC();
        var home = HomeFolder.open(folder, HomeFolder.Purpose.DEMO, clock, random);
        try (var _ = RunningServer.start(home, settings, clock, random);
                var client = LocalClient.of(folder)) {
            LoadCommand.load(client, folder, List.of(Path.of(System.getProperty(DemoCommand.ROOT, "."), "samples")));
            work(client);
        } catch (LocalUnusable _) { // a start alone is worth training too
        }
    }

    private void work(LocalClient client) {
        var token = OperatorToken.ask(client, client.api(), folder);
        for (int round = 0; round < ROUNDS; round++) {
            ask(client, token, "PUT", "/Patient/training", patient(round));
            ask(client, token, "PUT", "/Observation/training-weight", weight(round));
            ask(client, token, "POST", "/Patient", patient(round));
            for (var question : QUESTIONS) {
                ask(client, token, "GET", question, "");
            }
            ask(client, token, "DELETE", "/Observation/training-weight", "");
        }
    }

    private static String patient(int round) {
        return """
                {"resourceType":"Patient","id":"training","active":true,"gender":"female","birthDate":"1970-01-02",
                 "identifier":[{"system":"urn:example:record","value":"TRAINING"}],
                 "name":[{"family":"Training","given":["Nobody"]}],"maritalStatus":{"text":"round %d"}}""".formatted(round);
    }

    private static String weight(int round) {
        return """
                {"resourceType":"Observation","id":"training-weight","status":"final",
                 "code":{"coding":[{"system":"http://loinc.org","code":"29463-7","display":"Body weight"}]},
                 "subject":{"reference":"Patient/training"},"effectiveDateTime":"2020-01-02",
                 "valueQuantity":{"value":%d,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}""".formatted(round);
    }

    private static void ask(LocalClient client, String token, String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(client.base() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/fhir+json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        LocalClient.send(client.api(), request.build());
    }
}
