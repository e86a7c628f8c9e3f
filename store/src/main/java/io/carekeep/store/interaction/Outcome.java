package io.carekeep.store.interaction;

import io.carekeep.base.Problem;
import io.carekeep.fhir.ResourceType;
import java.util.List;

/// Words a [Problem] as an OperationOutcome: https://hl7.org/fhir/R4/operationoutcome.html.
public final class Outcome {

    /// The content type of an OperationOutcome.
    public static final String TYPE = Format.FHIR;

    private static final int NAME_MAX = 64;

    /// How bad an issue is.
    enum Severity {
        ERROR("error"),
        WARNING("warning"),
        INFORMATION("information");

        private final String code;

        Severity(String code) {
            this.code = code;
        }
    }

    private Outcome() {}

    /// The OperationOutcome in JSON.
    public static byte[] json(Problem problem) {
        return switch (problem) {
            case Problem.Invalid(var place, var text) ->
                json(Severity.ERROR, List.of(new Problem.Issue(place, "invalid", expected(text))));
            case Problem other -> json(Severity.ERROR, other.issues());
        };
    }

    /// An OperationOutcome of errors.
    public static byte[] json(List<Problem.Issue> issues) {
        return json(Severity.ERROR, issues);
    }

    static byte[] json(Severity severity, List<Problem.Issue> issues) {
        var out = new JsonOut();
        out.object().property("resourceType", "OperationOutcome").name("issue").array();
        for (var issue : issues) {
            issue(out, severity, issue);
        }
        out.endArray().endObject();
        return out.bytes();
    }

    /// An OperationOutcome that only tells something.
    static byte[] information(String text) {
        return json(Severity.INFORMATION, List.of(new Problem.Issue("", "informational", text)));
    }

    private static void issue(JsonOut out, Severity severity, Problem.Issue issue) {
        out.object().property("severity", severity.code).property("code", issue.code());
        var place = issue.place();
        out.property("diagnostics", issue.inWords());
        if (isPath(place)) {
            out.name("expression").array().text(place).endArray();
        } else if (!place.isEmpty()) {
            out.name("location").array().text("http." + place).endArray();
        }
        out.endObject();
    }

    // A path starts with a type's name; parameters and headers are no paths.
    private static boolean isPath(String place) {
        int end = 0;
        while (end < place.length() && Character.isLetter(place.charAt(end))) {
            end++;
        }
        boolean ends = end == place.length() || place.charAt(end) == '.' || place.charAt(end) == '[';
        return ends
                && (ResourceType.of(place.substring(0, end)).isPresent()
                        || place.startsWith("Parameters")
                        || place.startsWith("Extension"));
    }

    // Most refusals of a value name what belongs in its place; those in sentences stand as they are.
    private static String expected(String text) {
        boolean sentence = text.endsWith(".") || text.contains(": ");
        return sentence ? text : "expected " + text;
    }

    /// A name that a client made up, as it may be shown in an answer.
    static String shown(String name) {
        if (name.isEmpty() || name.length() > NAME_MAX) {
            return "parameter";
        }
        for (int at = 0; at < name.length(); at++) {
            char letter = name.charAt(at);
            boolean plain = letter < 0x80 && Character.isLetterOrDigit(letter) || "_:.-".indexOf(letter) >= 0;
            if (!plain) {
                return "parameter";
            }
        }
        return name;
    }
}
