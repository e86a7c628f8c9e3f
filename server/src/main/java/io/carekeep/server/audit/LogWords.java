package io.carekeep.server.audit;

import io.carekeep.access.Caller;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.identity.AccessTokens;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Answers the `audit` commands about people in lines of text. The first line of a question is what is asked for, each
/// further one a name and its value.
final class LogWords {

    private final LogReports reports;
    private final BreachScope scope;
    private final ScopeReport report;
    private final ZoneId zone;

    LogWords(LogReports reports, BreachScope scope, ScopeReport report, ZoneId zone) {
        this.reports = reports;
        this.scope = scope;
        this.report = report;
        this.zone = zone;
    }

    /// @return empty when the question is another's
    Optional<String> answer(Caller caller, String asked) {
        var lines = asked.split("\n");
        var values = Arrays.stream(lines)
                .skip(1)
                .map(each -> each.split(" ", 2))
                .filter(each -> each.length == 2)
                .collect(Collectors.toMap(each -> each[0], each -> each[1], (one, _) -> one));
        return switch (lines[0]) {
            case "who" -> Optional.of(who(caller, values));
            case "disclosures" -> Optional.of(disclosures(caller, values));
            case "scope" -> Optional.of(scope(caller, values));
            default -> Optional.empty();
        };
    }

    private EventQuery.Span span(Map<String, String> values) {
        return EventQuery.Span.parse(
                Optional.ofNullable(values.get("from")), Optional.ofNullable(values.get("to")), zone);
    }

    private static Optional<ResourceKey> patient(Map<String, String> values) {
        return Optional.of(ResourceKey.ofPatient(values.getOrDefault("patient", "")));
    }

    private String who(Caller caller, Map<String, String> values) {
        var seen = reports.who(caller, patient(values), span(values));
        if (seen.isEmpty()) {
            return "nobody has seen or written anything of this patient in these times\n";
        }
        return "%-24s %-24s %-24s %8s  %s%n".formatted("account", "first", "last", "requests", "records by class")
                + seen.stream()
                        .map(each -> "%-24s %-24s %-24s %8d  %s%s%s%n"
                                .formatted(
                                        each.name(),
                                        each.first(),
                                        each.last(),
                                        each.requests(),
                                        classes(each.classes()),
                                        each.purposes().isEmpty() ? "" : "; for " + String.join(", ", each.purposes()),
                                        each.emergency() ? "; broke the glass" : ""))
                        .collect(Collectors.joining());
    }

    private static String classes(Map<String, Integer> classes) {
        return classes.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }

    private String disclosures(Caller caller, Map<String, String> values) {
        var found = reports.disclosures(caller, patient(values), span(values));
        if (found.isEmpty()) {
            return "no disclosure of this patient's records is to be accounted for in these times\n";
        }
        return "%-24s %-12s %-24s %-24s %8s  %s%n"
                        .formatted("recipient", "purpose", "first", "last", "requests", "records by class")
                + found.stream()
                        .map(each -> "%-24s %-12s %-24s %-24s %8d  %s%n"
                                .formatted(
                                        each.name(),
                                        each.purpose(),
                                        each.first(),
                                        each.last(),
                                        each.requests(),
                                        classes(each.classes())))
                        .collect(Collectors.joining());
    }

    private String scope(Caller caller, Map<String, String> values) {
        return scope(caller, by(values), span(values), values.containsKey("scan"));
    }

    /// The signed report.
    String scope(Caller caller, BreachScope.By by, EventQuery.Span span, boolean all) {
        return report.signed(scope.found(caller, new BreachScope.Question(by, span, all)));
    }

    /// @param values of which one says about whom or what
    static BreachScope.By by(Map<String, String> values) {
        if (values.containsKey("user")) {
            return new BreachScope.By.User(values.get("user"));
        }
        if (values.containsKey("token")) {
            return new BreachScope.By.Session(AccessTokens.session(values.get("token"))
                    .orElseThrow(() -> new Refused(new Problem.Invalid("token", "a token that Carekeep issued"))));
        }
        if (values.containsKey("session")) {
            return new BreachScope.By.Session(session(values.get("session")));
        }
        if (values.containsKey("address")) {
            return new BreachScope.By.Address(LogEvents.address(values.get("address")));
        }
        if (values.containsKey("patient")) {
            return new BreachScope.By.Patient(ResourceKey.ofPatient(values.get("patient")));
        }
        throw new Refused(new Problem.Invalid("scope", "one of user, token, session, address and patient"));
    }

    private static long session(String text) {
        try {
            return HexFormat.fromHexDigitsToLong(text);
        } catch (IllegalArgumentException _) {
            throw new Refused(
                    new Problem.Invalid("session", "the number of a session as an AuditEvent has it: 16 digits"));
        }
    }
}
