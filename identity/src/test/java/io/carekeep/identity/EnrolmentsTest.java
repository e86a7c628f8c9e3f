package io.carekeep.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carekeep.access.Group;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.testkit.Safeguard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Safeguard("164.312(d)")
class EnrolmentsTest {

    private static final int ENROL = 18;

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

    private static String first() {
        return fixture.enrolments.first().orElseThrow().token().text();
    }

    private static Problem refusal(String token, String name, String password) {
        return catchThrowableOfType(
                        Refused.class, () -> fixture.enrolments.accept(token, name, password, Origin.ELSEWHERE))
                .problem();
    }

    private static void assertNotInForce(String token) {
        assertThat(fixture.enrolments.wanted(token)).isEmpty();
        assertThat(refusal(token, "amina", Fixture.PASSWORD))
                .isInstanceOfSatisfying(
                        Problem.Invalid.class,
                        problem -> assertThat(problem.place()).isEqualTo("token"));
    }

    private Enrolments.Invitation invitation(String name) {
        return fixture.manage(
                        permit -> fixture.accounts.invite(permit, AccountName.parse(name), Set.of(Fixture.READER)))
                .invitation();
    }

    @Test
    void the_first_link_makes_one_administrator() {
        var token = first();
        assertThat(fixture.enrolments.wanted(token)).contains(new Enrolments.Wanted.NameAndPassword());
        long number = fixture.enrolments.accept(token, "Amina", Fixture.PASSWORD, Origin.ELSEWHERE);
        var issued = fixture.people.signIn("amina", Fixture.PASSWORD, AccessTokens.Use.BEARER, Origin.ELSEWHERE);
        var caller = fixture.tokens
                .resolve(issued.token().text(), AccessTokens.Use.BEARER)
                .orElseThrow();
        assertThat(caller.account()).isEqualTo(number);
        assertThat(caller.groups()).containsExactly(Group.ADMINISTRATOR);
        assertThat(fixture.entries(number, ENROL, 0)).isEqualTo(1);
        assertNotInForce(token);
        assertThat(fixture.enrolments.first()).isEmpty();
    }

    @Test
    void a_refused_password_leaves_the_link_in_force() {
        var token = first();
        assertThat(refusal(token, "amina", "passwordpassword")).isInstanceOf(Problem.Invalid.class);
        assertThat(refusal(token, "!", Fixture.PASSWORD)).isInstanceOf(Problem.Invalid.class);
        assertThat(fixture.enrolments.accept(token, "amina", Fixture.PASSWORD, Origin.ELSEWHERE))
                .isPositive();
    }

    @Test
    void a_first_link_serves_a_quarter_of_an_hour_and_only_the_newest_does() {
        var older = first();
        var newer = first();
        assertNotInForce(older);
        fixture.clock.pass(Duration.ofMinutes(15));
        assertNotInForce(newer);
        assertNotInForce("A".repeat(43));
        assertNotInForce("");
    }

    @Test
    void a_first_link_is_worth_nothing_once_there_is_a_person() {
        var token = first();
        invitation("bo");
        assertNotInForce(token);
    }

    @Test
    void an_invited_person_chooses_a_password_but_no_name() {
        var token = invitation("amina").token().text();
        assertThat(fixture.enrolments.wanted(token))
                .contains(new Enrolments.Wanted.PasswordOnly(AccountName.parse("amina")));
        fixture.enrolments.accept(token, "bo", Fixture.PASSWORD, Origin.ELSEWHERE);
        assertThat(fixture.people.signIn("amina", Fixture.PASSWORD, AccessTokens.Use.BEARER, Origin.ELSEWHERE))
                .isNotNull();
        assertNotInForce(token);
    }

    @Test
    void a_new_link_replaces_password_and_tokens_when_it_is_used() {
        var amina = fixture.person("amina", Fixture.READER);
        var issued = fixture.people.signIn("amina", Fixture.PASSWORD, AccessTokens.Use.BEARER, Origin.ELSEWHERE);
        var token = fixture.manage(permit -> fixture.accounts.inviteAgain(permit, amina.number()))
                .invitation()
                .token()
                .text();
        fixture.enrolments.accept(token, "", "eight blue kettles hum", Origin.ELSEWHERE);
        assertThat(fixture.tokens.resolve(issued.token().text(), AccessTokens.Use.BEARER))
                .isEmpty();
        assertThat(fixture.people.signIn("amina", "eight blue kettles hum", AccessTokens.Use.BEARER, Origin.ELSEWHERE))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        Refused.class,
                        () -> fixture.people.signIn(
                                "amina", Fixture.PASSWORD, AccessTokens.Use.BEARER, Origin.ELSEWHERE)))
                .isNotNull();
    }

    @Test
    void the_link_of_a_suspended_account_is_not_in_force() {
        var invited = fixture.manage(
                permit -> fixture.accounts.invite(permit, AccountName.parse("amina"), Set.of(Fixture.READER)));
        fixture.manage(
                permit -> fixture.accounts.suspend(permit, invited.account().number()));
        assertNotInForce(invited.invitation().token().text());
    }

    @Test
    void of_many_who_use_a_link_at_once_one_succeeds() throws InterruptedException {
        var token = first();
        var done = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int each = 0; each < 6; each++) {
            var name = "amina" + each;
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    fixture.enrolments.accept(token, name, Fixture.PASSWORD, Origin.ELSEWHERE);
                    done.incrementAndGet();
                } catch (Refused _) {
                    // All but one.
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(done).hasValue(1);
    }
}
