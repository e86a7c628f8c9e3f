package io.carekeep.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Action;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorTest {

    private static Fixture fixture;

    @TempDir
    Path home;

    @BeforeAll
    static void start() {
        fixture = new Fixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @BeforeEach
    void prepare() {
        fixture.empty();
        fixture.operator(home).prepare();
    }

    private String secret() throws IOException {
        return Files.readString(Operator.file(home));
    }

    private static boolean isKnown(String secret, Origin from) {
        return fixture.clients
                .recognise(Operator.NAME, secret, from, Interaction.ISSUE_TOKEN)
                .isPresent();
    }

    @Test
    void whoever_may_read_the_file_is_the_operator_on_this_machine_only() throws IOException {
        assertThat(Files.getPosixFilePermissions(Operator.file(home)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(isKnown(secret(), Origin.LOOPBACK)).isTrue();
        assertThat(isKnown(secret(), Origin.ELSEWHERE)).isFalse();
    }

    @Test
    void a_token_of_the_operator_serves_eight_hours() throws IOException {
        var caller = fixture.clients
                .recognise(Operator.NAME, secret(), Origin.LOOPBACK, Interaction.ISSUE_TOKEN)
                .orElseThrow();
        assertThat(caller.groups()).containsExactly(Group.OPERATOR);
        var issued = fixture.gate.pass(
                caller,
                Action.of(Interaction.ISSUE_TOKEN),
                permit -> fixture.tokens.issue(permit, AccessTokens.Use.BEARER));
        assertThat(issued.life()).isEqualTo(Duration.ofHours(8));
    }

    @Test
    void the_secret_stays_over_a_restart() throws IOException {
        var before = secret();
        fixture.operator(home).prepare();
        assertThat(secret()).isEqualTo(before);
        assertThat(isKnown(before, Origin.LOOPBACK)).isTrue();
    }

    @Test
    void a_lost_file_is_made_anew_and_the_old_secret_ends() throws IOException {
        var before = secret();
        Files.delete(Operator.file(home));
        fixture.operator(home).prepare();
        assertThat(isKnown(secret(), Origin.LOOPBACK)).isTrue();
        assertThat(isKnown(before, Origin.LOOPBACK)).isFalse();
    }

    @Test
    void a_lost_database_takes_the_file_that_is_there() throws IOException {
        var before = secret();
        fixture.empty();
        fixture.operator(home).prepare();
        assertThat(secret()).isEqualTo(before);
        assertThat(isKnown(before, Origin.LOOPBACK)).isTrue();
    }

    @Test
    void the_operator_does_not_count_as_a_person() {
        assertThat(fixture.enrolments.first()).isPresent();
    }
}
