package io.carekeep.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Interaction;
import io.carekeep.access.SignIn;
import io.carekeep.base.database.Changes;
import io.carekeep.testkit.Safeguard;
import io.carekeep.vault.Altered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

@Safeguard("164.308(a)(3)(ii)(C)")
class AccessTokensTest {

    private static final AccessTokens.Use BEARER = AccessTokens.Use.BEARER;

    private static final Duration SOON = Duration.ofSeconds(1);

    private static Fixture fixture;
    private Account amina;

    @BeforeAll
    static void start() {
        fixture = new Fixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @BeforeEach
    void person() {
        fixture.empty();
        amina = fixture.person("amina", Fixture.READER);
    }

    private String token(AccessTokens.Use use) {
        return fixture.people
                .signIn("amina", Fixture.PASSWORD, use, Origin.ELSEWHERE)
                .token()
                .text();
    }

    private static void revoke(Caller caller, String token) {
        fixture.gate.pass(caller, Action.of(Interaction.REVOKE_TOKEN), permit -> {
            fixture.tokens.revoke(permit, token);
            return caller;
        });
    }

    @Test
    void a_token_tells_who_asks_until_it_expires() {
        var token = token(BEARER);
        assertThat(fixture.tokens.resolve(token, BEARER))
                .contains(amina.caller()
                        .by(new SignIn(1, Duration.ZERO))
                        .in(AccessTokens.session(token).getAsLong()));
        var almost = Duration.ofHours(1).minusMillis(1);
        fixture.clock.pass(almost);
        assertThat(fixture.tokens.resolve(token, BEARER))
                .contains(amina.caller()
                        .by(new SignIn(1, almost))
                        .in(AccessTokens.session(token).getAsLong()));
        fixture.clock.pass(Duration.ofMillis(1));
        assertThat(fixture.tokens.resolve(token, BEARER)).isEmpty();
    }

    @Test
    void a_token_works_only_in_its_place() {
        assertThat(fixture.tokens.resolve(token(BEARER), AccessTokens.Use.SESSION))
                .isEmpty();
        assertThat(fixture.tokens.resolve(token(AccessTokens.Use.SESSION), BEARER))
                .isEmpty();
    }

    @Test
    void what_is_no_token_tells_nothing() {
        var token = token(BEARER);
        assertThat(fixture.tokens.resolve("", BEARER)).isEmpty();
        assertThat(fixture.tokens.resolve(token + "A", BEARER)).isEmpty();
        assertThat(fixture.tokens.resolve("A".repeat(43), BEARER)).isEmpty();
    }

    @Test
    void a_revoked_token_is_out_within_a_second_in_every_process() {
        var token = token(BEARER);
        var other = fixture.anotherProcess();
        assertThat(other.resolve(token, BEARER)).isPresent();
        revoke(amina.caller(), token);
        assertThat(fixture.tokens.resolve(token, BEARER)).isEmpty();
        fixture.clock.pass(Duration.ofMillis(500));
        assertThat(other.resolve(token, BEARER)).isEmpty();
    }

    @Test
    void nobody_revokes_somebody_elses_token() {
        var token = token(BEARER);
        revoke(fixture.service("script").account().caller(), token);
        assertThat(fixture.anotherProcess().resolve(token, BEARER))
                .contains(amina.caller()
                        .by(new SignIn(1, Duration.ZERO))
                        .in(AccessTokens.session(token).getAsLong()));
    }

    @Test
    void a_suspended_account_is_out_within_a_second_in_every_process() {
        var token = token(BEARER);
        var other = fixture.anotherProcess();
        assertThat(other.resolve(token, BEARER)).isPresent();
        fixture.manage(permit -> fixture.accounts.suspend(permit, amina.number()));
        fixture.clock.pass(Duration.ofMillis(500));
        assertThat(other.resolve(token, BEARER)).isEmpty();
        fixture.manage(permit -> fixture.accounts.resume(permit, amina.number()));
        assertThat(other.resolve(token, BEARER)).isEmpty();
    }

    @Test
    void a_token_or_account_that_can_not_be_looked_up_again_lets_nobody_in() {
        for (var table : List.of("identity.token", "identity.account")) {
            var token = token(BEARER);
            assertThat(fixture.tokens.resolve(token, BEARER)).isPresent();
            fixture.clock.pass(Duration.ofMillis(500));
            var owner = JdbcClient.create(fixture.database.owner());
            owner.sql("revoke select on " + table + " from carekeep_app").update();
            try {
                assertThatThrownBy(() -> fixture.tokens.resolve(token, BEARER)).isInstanceOf(DataAccessException.class);
            } finally {
                owner.sql("grant select on " + table + " to carekeep_app").update();
            }
            assertThat(fixture.tokens.resolve(token, BEARER)).isPresent();
        }
    }

    // The clock stands still, so nothing is looked at again by itself.
    @Test
    void what_is_told_counts_at_once_in_every_process() throws Exception {
        try (var changes = Changes.of(fixture.database)) {
            var other = fixture.anotherProcess();
            changes.tell("account", other::changed);
            for (var revoked : List.<Consumer<String>>of(
                    token -> revoke(amina.caller(), token),
                    _ -> fixture.manage(
                            permit -> fixture.accounts.regroup(permit, amina.number(), Set.of(Fixture.CLINICIAN))),
                    _ -> fixture.manage(permit -> fixture.accounts.suspend(permit, amina.number())))) {
                var token = token(BEARER);
                assertThat(other.resolve(token, BEARER)).isPresent();
                revoked.accept(token);
                long until = System.nanoTime() + SOON.toNanos();
                while (other.resolve(token, BEARER).isPresent() && System.nanoTime() < until) {
                    Thread.sleep(5);
                }
                assertThat(other.resolve(token, BEARER)).isEmpty();
            }
        }
    }

    @Test
    void other_groups_count_from_the_next_sign_in() {
        var token = token(BEARER);
        fixture.manage(permit -> fixture.accounts.regroup(permit, amina.number(), Set.of(Fixture.CLINICIAN)));
        assertThat(fixture.tokens.resolve(token, BEARER)).isEmpty();
        assertThat(fixture.tokens.resolve(token(BEARER), BEARER).orElseThrow().groups())
                .containsExactly(Fixture.CLINICIAN);
    }

    @Test
    void the_database_holds_no_token() {
        var token = token(BEARER);
        var rows = fixture.sql
                .sql("select token::text from identity.token token")
                .query((row, _) -> row.getString(1))
                .list();
        var hex = HexFormat.of().formatHex(token.getBytes(StandardCharsets.US_ASCII));
        assertThat(rows).isNotEmpty().noneMatch(row -> row.contains(token) || row.contains(hex));
    }

    @Test
    void a_row_written_by_somebody_else_is_no_token() {
        var token = token(BEARER);
        fixture.sql.sql("update identity.token set expires = expires + 3600000").update();
        assertThatThrownBy(() -> fixture.anotherProcess().resolve(token, BEARER))
                .isInstanceOf(Altered.class);
    }

    @Test
    void expired_rows_are_forgotten_and_others_kept() {
        token(BEARER);
        fixture.clock.pass(Duration.ofMinutes(30));
        var later = token(BEARER);
        fixture.clock.pass(Duration.ofMinutes(30));
        fixture.tokens.removeExpired();
        assertThat(fixture.sql
                        .sql("select count(*) from identity.token")
                        .query((row, _) -> row.getLong(1))
                        .single())
                .isEqualTo(1);
        assertThat(fixture.tokens.resolve(later, BEARER)).isPresent();
    }
}
