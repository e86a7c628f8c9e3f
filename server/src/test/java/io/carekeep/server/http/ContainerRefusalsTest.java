package io.carekeep.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ContainerRefusalsTest {

    @Test
    void what_the_container_refuses_has_an_issue() {
        assertThat(ContainerRefusals.issues(400).getFirst().place()).isEqualTo("request");
        assertThat(ContainerRefusals.issues(418)).hasSize(1);
        assertThat(ContainerRefusals.issues(500).getFirst().code()).isEqualTo("exception");
    }
}
