package io.carekeep.server.loading;

import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.json.Names;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Reads what the server answers to a bundle.
final class Answers {

    private static final int FAULTS_SHOWN = 10;

    /// A bundle's outcome.
    /// @param resources that went in
    /// @param faults each with its place; empty when all went in
    record Outcome(int resources, List<String> faults) {}

    private Answers() {}

    static Outcome of(int status, String body) {
        try {
            var answer = new JsonParser(Names.NONE, Limits.DEFAULT).parse(body.getBytes(StandardCharsets.UTF_8));
            if (status / 100 != 2) {
                return new Outcome(0, faults("", answer, 0, status));
            }
            return entries(answer);
        } catch (Refused _) {
            return new Outcome(0, List.of("the server answered " + status + " and no FHIR"));
        }
    }

    // A batch goes in entry by entry: each tells its own status.
    private static Outcome entries(Json answer) {
        int resources = 0;
        var faults = new ArrayList<String>();
        int entries = answer.get(0, "entry");
        int ordinal = 0;
        for (int entry = entries == Json.NONE ? Json.NONE : answer.first(entries);
                entry != Json.NONE;
                entry = answer.next(entry, entries)) {
            int response = answer.get(entry, "response");
            var status = response == Json.NONE ? "" : Objects.requireNonNullElse(answer.text(response, "status"), "");
            if (status.startsWith("2")) {
                resources++;
            } else if (faults.size() < FAULTS_SHOWN) {
                int outcome = response == Json.NONE ? Json.NONE : answer.get(response, "outcome");
                faults.addAll(faults("Bundle.entry[" + ordinal + "]", answer, outcome, 0));
            }
            ordinal++;
        }
        return new Outcome(resources, faults);
    }

    // Places and reasons only: neither holds a record's values.
    private static List<String> faults(String at, Json answer, int outcome, int status) {
        var faults = new ArrayList<String>();
        int issues = outcome == Json.NONE ? Json.NONE : answer.get(outcome, "issue");
        for (int issue = issues == Json.NONE ? Json.NONE : answer.first(issues);
                issue != Json.NONE && faults.size() < FAULTS_SHOWN;
                issue = answer.next(issue, issues)) {
            int places = answer.get(issue, "expression");
            var place = places == Json.NONE || answer.size(places) == 0 ? "" : answer.text(answer.first(places));
            var reason = Objects.requireNonNullElse(answer.text(issue, "diagnostics"), answer.text(issue, "code"));
            faults.add((at + " " + place).strip() + ": " + reason);
        }
        if (faults.isEmpty()) {
            faults.add(at.isEmpty() ? "the server answered " + status : at + ": refused");
        }
        return faults;
    }
}
