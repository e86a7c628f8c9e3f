package io.carekeep.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carekeep.access.SignIn;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.testkit.Safeguard;
import io.carekeep.vault.Altered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Safeguard("164.312(d)")
class PasswordSignInTest {

    private static final int SIGN_IN = 14;
    private static final String WRONG = "seven green kettles sang";

    private static Fixture fixture;

    @BeforeAll
    static void start() {
        fixture = new Fixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @BeforeEach
    void empty() {
        fixture.empty();
    }

    private static AccessTokens.Issued signIn(String name, String password) {
        return fixture.people.signIn(name, password, AccessTokens.Use.BEARER, Origin.ELSEWHERE);
    }

    private static Problem refusal(String name, String password) {
        return catchThrowableOfType(Refused.class, () -> signIn(name, password)).problem();
    }

    @Test
    void the_right_password_lets_a_person_in() {
        var amina = fixture.person("amina", Fixture.CLINICIAN);
        var issued = signIn(" Amina ", Fixture.PASSWORD);
        assertThat(fixture.tokens.resolve(issued.token().text(), AccessTokens.Use.BEARER))
                .contains(amina.caller()
                        .by(new SignIn(1, Duration.ZERO))
                        .in(AccessTokens.session(issued.token().text()).getAsLong()));
        assertThat(issued.life()).isEqualTo(Duration.ofHours(1));
        assertThat(fixture.entries(amina.number(), SIGN_IN, 0)).isEqualTo(1);
    }

    @Test
    void a_wrong_password_and_an_unknown_name_get_the_same_answer() {
        var amina = fixture.person("amina", Fixture.CLINICIAN);
        long before = fixture.entries(0, SIGN_IN, 1);
        var wrong = refusal("amina", WRONG);
        assertThat(wrong).isInstanceOf(Problem.Unauthenticated.class);
        assertThat(refusal("nobody", Fixture.PASSWORD)).isEqualTo(wrong);
        assertThat(refusal("not a name at all", Fixture.PASSWORD)).isEqualTo(wrong);
        assertThat(fixture.entries(amina.number(), SIGN_IN, 1)).isEqualTo(1);
        assertThat(fixture.entries(0, SIGN_IN, 1)).isEqualTo(before + 2);
    }

    @Test
    void an_account_without_password_lets_nobody_in() {
        fixture.manage(permit -> fixture.accounts.invite(permit, AccountName.parse("amina"), Set.of(Fixture.READER)));
        assertThat(refusal("amina", "")).isInstanceOf(Problem.Unauthenticated.class);
    }

    @Test
    void a_service_does_not_sign_in_as_a_person() {
        var service = fixture.service("script");
        assertThat(refusal("script", service.secret().text())).isInstanceOf(Problem.Unauthenticated.class);
    }

    @Test
    void a_suspended_or_ended_person_is_not_let_in() {
        var amina = fixture.person("amina", Fixture.CLINICIAN);
        fixture.manage(permit -> fixture.accounts.suspend(permit, amina.number()));
        assertThat(refusal("amina", Fixture.PASSWORD)).isInstanceOf(Problem.Unauthenticated.class);
        fixture.manage(permit -> fixture.accounts.resume(permit, amina.number()));
        assertThat(signIn("amina", Fixture.PASSWORD)).isNotNull();
        fixture.manage(permit -> fixture.accounts.end(permit, amina.number()));
        assertThat(refusal("amina", Fixture.PASSWORD)).isInstanceOf(Problem.Unauthenticated.class);
    }

    @Test
    void guessing_becomes_slow_for_known_and_unknown_names_alike() {
        fixture.person("amina", Fixture.CLINICIAN);
        for (var name : new String[] {"amina", "nobody"}) {
            for (int guess = 1; guess <= 5; guess++) {
                assertThat(refusal(name, WRONG)).isInstanceOf(Problem.Unauthenticated.class);
            }
            assertThat(refusal(name, Fixture.PASSWORD)).isEqualTo(new Problem.TooMany(Duration.ofSeconds(1)));
        }
        fixture.clock.pass(Duration.ofSeconds(1));
        assertThat(refusal("amina", WRONG)).isInstanceOf(Problem.Unauthenticated.class);
        fixture.clock.pass(Duration.ofSeconds(1));
        assertThat(refusal("amina", Fixture.PASSWORD)).isEqualTo(new Problem.TooMany(Duration.ofSeconds(1)));
        fixture.clock.pass(Duration.ofSeconds(1));
        assertThat(signIn("amina", Fixture.PASSWORD)).isNotNull();
        assertThat(refusal("amina", WRONG)).isInstanceOf(Problem.Unauthenticated.class);
    }

    @Test
    void a_wait_is_at_most_a_quarter_of_an_hour() {
        for (int guess = 0; guess < 25; guess++) {
            assertThat(refusal("nobody", WRONG)).isInstanceOf(Problem.Unauthenticated.class);
            fixture.clock.pass(Duration.ofMinutes(15));
        }
    }

    @Test
    void many_guesses_at_once_count_too() throws InterruptedException {
        fixture.person("amina", Fixture.CLINICIAN);
        var looked = new AtomicInteger();
        var guesses = new ArrayList<Thread>();
        for (int guess = 0; guess < 12; guess++) {
            guesses.add(Thread.startVirtualThread(() -> {
                if (refusal("amina", WRONG) instanceof Problem.Unauthenticated) {
                    looked.incrementAndGet();
                }
            }));
        }
        for (var guess : guesses) {
            guess.join();
        }
        assertThat(looked).hasValue(5);
    }

    @Test
    void no_name_lies_readable_in_the_database() {
        fixture.person("amina.testcase", Fixture.CLINICIAN);
        assertThat(fixture.sql
                        .sql("select account::text from identity.account account")
                        .query((row, _) -> row.getString(1))
                        .list())
                .noneMatch(row -> row.contains("amina")
                        || row.contains(HexFormat.of().formatHex("amina".getBytes(StandardCharsets.UTF_8)))
                        || row.contains("argon2id"));
    }

    @Test
    void a_row_that_was_altered_opens_no_door() {
        var amina = fixture.person("amina", Fixture.READER);
        fixture.sql
                .sql("update identity.account set groups = '{1}' where number = :number")
                .param("number", amina.number())
                .update();
        assertThatThrownBy(() -> signIn("amina", Fixture.PASSWORD)).isInstanceOf(Altered.class);
    }
}
