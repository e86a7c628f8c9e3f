package io.carekeep.server.http;

import io.carekeep.base.Problem;
import io.carekeep.fhir.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Tells a problem as FHIR does: a status and an OperationOutcome, https://hl7.org/fhir/R4/operationoutcome.html.
final class Outcomes {

    static final String TYPE = "application/fhir+json;charset=UTF-8";

    /// A status and the issues of the outcome.
    record Outcome(int status, List<Problem.Issue> issues) {

        byte[] json() {
            var text = new StringBuilder("{\"resourceType\":\"OperationOutcome\",\"issue\":[");
            for (var issue : issues) {
                text.append(text.charAt(text.length() - 1) == '[' ? "" : ",")
                        .append("{\"severity\":\"error\",\"code\":")
                        .append(quoted(issue.code()))
                        .append(",\"diagnostics\":")
                        .append(quoted(issue.text()));
                if (!issue.place().isEmpty()) {
                    text.append(",\"expression\":[")
                            .append(quoted(issue.place()))
                            .append(']');
                }
                text.append('}');
            }
            return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
        }

        private static String quoted(String text) {
            return new String(JsonText.quoted(text), StandardCharsets.UTF_8);
        }
    }

    private Outcomes() {}

    static Outcome of(Problem problem) {
        return new Outcome(problem.status(), problem.issues());
    }

    /// What the container refused by itself, before any of our code saw it.
    static Outcome of(int status) {
        return switch (status) {
            case 401 -> of(new Problem.Unauthenticated("sign in"));
            case 404 -> one(404, "", "not-found", "there is nothing at this address");
            case 405 -> of(new Problem.NoSuchInteraction("this method is not offered at this address"));
            case 406, 415 -> of(new Problem.WrongFormat(status, "send and ask for application/fhir+json"));
            case 413, 414, 431 -> one(status, "", "too-long", "the request is longer than the server takes");
            case 503 -> of(new Problem.Unavailable("the server is stopping: try again"));
            default ->
                status >= 500
                        ? one(status, "", "exception", "the server failed; nothing of this request was kept")
                        : one(status, "", "structure", "this is not a request that the server understands");
        };
    }

    private static Outcome one(int status, String place, String code, String text) {
        return new Outcome(status, List.of(new Problem.Issue(place, code, text)));
    }
}
