package io.carekeep.base;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Everything that can be wrong with a request, each with what its caller needs to mend it. None carries a patient's
/// data: places are paths and ordinals, never values.
public sealed interface Problem {

    /// The header `WWW-Authenticate` of an answer to nobody: RFC 6750 section 3.
    String CHALLENGE = "Bearer realm=\"carekeep\"";

    /// One fault in a resource or a request.
    /// @param place a FHIRPath such as `Patient.name[0].family`, a bundle place such as
    /// `Bundle.entry[3].request.url`, or the name of a parameter or header
    /// @param code the FHIR issue type, for example `structure`, `required`, `value`, `invariant`, `code-invalid`
    /// @param text what is expected there and how to mend it
    record Issue(String place, String code, String text) {

        /// The place and the text in one line.
        public String inWords() {
            return place.isEmpty() ? text : place + ": " + text;
        }
    }

    /// The bytes are not what the content type says (400).
    record Malformed(String place, String text) implements Problem {}

    /// A parameter, header or URL can't be understood (400).
    record Invalid(String place, String text) implements Problem {}

    /// A resource breaks FHIR's rules (422).
    record Unprocessable(List<Issue> issues) implements Problem {
        public Unprocessable {
            issues = List.copyOf(issues);
            Check.that(!issues.isEmpty(), "a refusal names an issue");
        }
    }

    /// FHIR allows it, Carekeep doesn't do it (400 with code not-supported).
    record Unsupported(String place, String text) implements Problem {}

    /// No caller, or one whose proof is not accepted (401).
    record Unauthenticated(String text) implements Problem {}

    /// Who asks must sign in again, or more strongly (401, RFC 9470).
    /// @param assurance that the sign-in needs at least
    /// @param within how long ago it may be at most; empty for any time
    record TooWeak(int assurance, Optional<Duration> within) implements Problem {

        /// The header `WWW-Authenticate` that says so.
        public String challenge() {
            var classes = assurance > 1 ? ", acr_values=\"" + assurance + "\"" : "";
            var age = within.map(most -> ", max_age=" + most.toSeconds()).orElse("");
            return CHALLENGE + ", error=\"insufficient_user_authentication\"" + classes + age;
        }

        private String text() {
            var strength = assurance > 1 ? " with an assurance of at least " + assurance : "";
            var age = within.map(most -> " at most " + most.toSeconds() + " seconds before you ask")
                    .orElse("");
            return "This needs a sign-in" + strength + age + ": sign in again and use the new token.";
        }
    }

    /// The policy says no (403).
    record Forbidden(String text) implements Problem {}

    /// Nothing there that this caller may see (404).
    record Missing(String type) implements Problem {}

    /// It was there and has been deleted (410).
    record Deleted(String type, long version) implements Problem {}

    /// The method is not offered at this address (405).
    record NoSuchInteraction(String text) implements Problem {}

    /// The content type asked for or sent is not offered (406 when asked for, 415 when sent).
    record WrongFormat(int status, String text) implements Problem {}

    /// Another writer was faster, or a reference stands in the way (409).
    record Conflict(String text) implements Problem {}

    /// `If-Match`, or a condition that matches more than one resource (412).
    record PreconditionFailed(String place, String text) implements Problem {}

    /// Larger than a named limit allows (413).
    record TooLarge(String limit, long most) implements Problem {}

    /// More work than a named limit allows (400 with code too-costly).
    record TooCostly(String limit, long most) implements Problem {}

    /// Asked too often (429).
    record TooMany(Duration retryAfter) implements Problem {

        /// How long to wait, in whole seconds and never none.
        public long seconds() {
            return Math.max(1, retryAfter.plusMillis(999).toSeconds());
        }
    }

    /// Seen enough for now (429).
    /// @param text which budget is spent, and how to be let on
    record Spent(Duration retryAfter, String text) implements Problem {

        /// How long to wait, in whole seconds and never none.
        public long seconds() {
            return Math.max(1, retryAfter.plusMillis(999).toSeconds());
        }
    }

    /// A stored record is not what was stored: something below the server changed it (500). An operator must look.
    /// @param number the record's surrogate
    record Damaged(long number, int version) implements Problem {}

    /// The server can't do it now, for example because the disk is full (503).
    record Unavailable(String text) implements Problem {}

    /// The HTTP status of an answer that says so.
    default int status() {
        return switch (this) {
            case Malformed _, Invalid _, Unsupported _, TooCostly _ -> 400;
            case Unauthenticated _, TooWeak _ -> 401;
            case Forbidden _ -> 403;
            case Missing _ -> 404;
            case NoSuchInteraction _ -> 405;
            case WrongFormat(var status, var _) -> status;
            case Conflict _ -> 409;
            case Deleted _ -> 410;
            case PreconditionFailed _ -> 412;
            case TooLarge _ -> 413;
            case Unprocessable _ -> 422;
            case TooMany _, Spent _ -> 429;
            case Damaged _ -> 500;
            case Unavailable _ -> 503;
        };
    }

    /// What is wrong, an issue for each fault.
    default List<Issue> issues() {
        return switch (this) {
            case Malformed(var place, var text) -> one(place, "structure", text);
            case Invalid(var place, var text) -> one(place, "invalid", text);
            case Unprocessable(var issues) -> issues;
            case Unsupported(var place, var text) -> one(place, "not-supported", text);
            case Unauthenticated(var text) -> one("", "login", text);
            case TooWeak weak -> one("", "login", weak.text());
            case Forbidden(var text) -> one("", "forbidden", text);
            case Missing(var type) -> one("", "not-found", "There is no such " + type + ", or none that you may see.");
            case Deleted(var type, var version) ->
                one("", "deleted", "This " + type + " was deleted, as its version " + version + " says.");
            case NoSuchInteraction(var text) -> one("", "not-supported", text);
            case WrongFormat(var _, var text) -> one("", "not-supported", text);
            case Conflict(var text) -> one("", "conflict", text);
            case PreconditionFailed(var place, var text) -> one(place, "conflict", text);
            case TooLarge(var limit, var most) -> one("", "too-long", "The limit " + limit + " is " + most + ".");
            case TooCostly(var limit, var most) ->
                one("", "too-costly", "The limit of " + limit + " is " + most + ": ask for less at once.");
            case TooMany many -> one("", "throttled", "Too often: try again in " + many.seconds() + " seconds.");
            case Spent spent -> one("", "throttled", spent.text());
            case Damaged(var number, var version) ->
                one("", "exception", "Record " + number + ", version " + version + ", was altered: tell the operator.");
            case Unavailable(var text) -> one("", "transient", text);
        };
    }

    private static List<Issue> one(String place, String code, String text) {
        return List.of(new Issue(place, code, text));
    }

    /// The same in one line, for a page or a terminal.
    default String inWords() {
        return issues().stream().map(Issue::inWords).collect(Collectors.joining("; "));
    }
}
