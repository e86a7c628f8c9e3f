package io.carekeep.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.base.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutcomesTest {

    @Test
    void an_issue_keeps_its_place_and_code() {
        var outcome = Outcomes.of(new Problem.Unprocessable(List.of(
                new Problem.Issue("Patient.name[0]", "structure", "a \"name\""), new Problem.Issue("", "value", "b"))));

        assertThat(outcome.status()).isEqualTo(422);
        assertThat(new String(outcome.json(), StandardCharsets.UTF_8))
                .isEqualTo("{\"resourceType\":\"OperationOutcome\",\"issue\":["
                        + "{\"severity\":\"error\",\"code\":\"structure\",\"diagnostics\":\"a \\\"name\\\"\","
                        + "\"expression\":[\"Patient.name[0]\"]},"
                        + "{\"severity\":\"error\",\"code\":\"value\",\"diagnostics\":\"b\"}]}");
    }

    @Test
    void what_the_container_refuses_has_an_outcome_too() {
        assertThat(Outcomes.of(400).issues()).hasSize(1);
        assertThat(Outcomes.of(418).status()).isEqualTo(418);
        assertThat(Outcomes.of(500).issues().getFirst().code()).isEqualTo("exception");
    }
}
