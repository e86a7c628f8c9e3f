package io.carekeep.base;

import java.time.Duration;
import java.util.List;

/// Everything that can be wrong with a request, each with what its caller needs to mend it. None carries a patient's
/// data: places are paths and ordinals, never values.
public sealed interface Problem {

    /// One fault in a resource or a request.
    /// @param place a FHIRPath such as `Patient.name[0].family`, a bundle place such as
    /// `Bundle.entry[3].request.url`, or the name of a parameter or header
    /// @param code the FHIR issue type, for example `structure`, `required`, `value`, `invariant`, `code-invalid`
    /// @param text what is expected there and how to mend it
    record Issue(String place, String code, String text) {}

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
    record TooMany(Duration retryAfter) implements Problem {}

    /// The server can't do it now, for example because the disk is full (503).
    record Unavailable(String text) implements Problem {}
}
