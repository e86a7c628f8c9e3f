package io.carekeep.store.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.carekeep.base.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;

final class OutcomeTest {

    private static OperationOutcome parsed(Problem problem) {
        var parser = FhirContext.forR4Cached().newJsonParser();
        parser.setParserErrorHandler(new ca.uhn.fhir.parser.StrictErrorHandler());
        return parser.parseResource(OperationOutcome.class, new String(Outcome.json(problem), StandardCharsets.UTF_8));
    }

    @Test
    void every_problem_has_its_status_and_a_code_that_fhir_knows() {
        var statuses = List.of(
                one(400, new Problem.Malformed("line 1, column 2", "This is not JSON.")),
                one(400, new Problem.Invalid("birthdate", "a FHIR date")),
                one(422, new Problem.Unprocessable(List.of(new Problem.Issue("Patient.name", "structure", "no list")))),
                one(400, new Problem.Unsupported("_text", "not searched")),
                one(401, new Problem.Unauthenticated("Sign in.")),
                one(403, new Problem.Forbidden("No.")),
                one(404, new Problem.Missing("Patient")),
                one(410, new Problem.Deleted("Patient", 3)),
                one(405, new Problem.NoSuchInteraction("No.")),
                one(406, new Problem.WrongFormat(406, "JSON only.")),
                one(415, new Problem.WrongFormat(415, "JSON only.")),
                one(409, new Problem.Conflict("Again.")),
                one(412, new Problem.PreconditionFailed("If-Match", "version 2 is current")),
                one(413, new Problem.TooLarge("body-bytes", 10)),
                one(400, new Problem.TooCostly("sort keys", 4)),
                one(429, new Problem.TooMany(Duration.ofSeconds(3))),
                one(503, new Problem.Unavailable("The disk is full.")));
        for (var each : statuses) {
            assertThat(each.problem().status()).isEqualTo(each.status());
            var issue = parsed(each.problem()).getIssueFirstRep();
            assertThat(issue.getSeverity()).isEqualTo(OperationOutcome.IssueSeverity.ERROR);
            assertThat(issue.getCode()).isNotNull();
            assertThat(issue.getDiagnostics()).isNotBlank();
        }
    }

    private record Case(int status, Problem problem) {}

    private static Case one(int status, Problem problem) {
        return new Case(status, problem);
    }

    @Test
    void a_path_is_an_expression_and_a_parameter_is_not() {
        var path =
                parsed(new Problem.Invalid("Patient.name[0].family", "a text")).getIssueFirstRep();
        assertThat(path.getExpression()).hasToString("[Patient.name[0].family]");
        assertThat(path.getDiagnostics()).isEqualTo("Patient.name[0].family: expected a text");
        var parameter = parsed(new Problem.Invalid("_count", "a number")).getIssueFirstRep();
        assertThat(parameter.hasExpression()).isFalse();
        assertThat(parameter.getLocation()).hasToString("[http._count]");
    }

    @Test
    void a_name_that_a_client_made_up_is_shown_only_when_it_is_plain() {
        assertThat(Outcome.shown("subject:Patient.name")).isEqualTo("subject:Patient.name");
        assertThat(Outcome.shown("<b>x</b>")).isEqualTo("parameter");
        assertThat(Outcome.shown("")).isEqualTo("parameter");
        assertThat(Outcome.shown("x".repeat(65))).isEqualTo("parameter");
    }

    @Test
    void every_issue_of_a_resource_is_told() {
        var outcome = parsed(new Problem.Unprocessable(List.of(
                new Problem.Issue("Patient.gender", "code-invalid", "one of male, female, other, unknown"),
                new Problem.Issue("Patient.birthDate", "value", "a FHIR date"))));
        assertThat(outcome.getIssue()).hasSize(2);
    }
}
