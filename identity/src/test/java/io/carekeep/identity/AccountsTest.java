package io.carekeep.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.testkit.Safeguard;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Safeguard({"164.312(a)(2)(i)", "164.308(a)(3)(ii)(C)"})
class AccountsTest {

    private static final int MANAGE_ACCOUNTS = 16;
    private static final int ISSUE_TOKEN = 15;

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

    private static Problem refusal(Function<Permit, Account> work) {
        return catchThrowableOfType(Refused.class, () -> fixture.manage(work)).problem();
    }

    @Test
    void an_administrator_makes_accounts_and_each_is_written_down() {
        long before = fixture.entries(Fixture.ADMINISTRATOR.account(), MANAGE_ACCOUNTS, 0);
        var service = fixture.service("script").account();
        assertThat(service.state()).isEqualTo(Account.State.ACTIVE);
        var page = fixture.manage(permit -> fixture.accounts.page(permit, 0));
        assertThat(page).containsExactly(service);
        assertThat(fixture.entries(Fixture.ADMINISTRATOR.account(), MANAGE_ACCOUNTS, 0))
                .isEqualTo(before + 2);
    }

    @Test
    void nobody_else_makes_accounts() {
        for (var group : Set.of(Group.OPERATOR, Fixture.CLINICIAN, Fixture.READER)) {
            var caller = new Caller(5, Caller.Kind.PERSON, Set.of(group));
            assertThatThrownBy(() -> fixture.gate.pass(
                            caller, Action.of(Interaction.MANAGE_ACCOUNTS), permit -> fixture.accounts.page(permit, 0)))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.problem()).isInstanceOf(Problem.Forbidden.class));
            assertThatThrownBy(() -> fixture.gate.pass(
                            caller, Action.of(Interaction.SIGN_IN), permit -> fixture.accounts.page(permit, 0)))
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void nobody_is_put_into_the_operators_group_and_no_service_manages_accounts() {
        var name = AccountName.parse("script");
        assertThat(refusal(permit -> fixture.accounts
                        .equip(permit, name, Set.of(Group.OPERATOR))
                        .account()))
                .isInstanceOf(Problem.Invalid.class);
        assertThat(refusal(permit -> fixture.accounts
                        .equip(permit, name, Set.of(Group.ADMINISTRATOR))
                        .account()))
                .isInstanceOf(Problem.Invalid.class);
        assertThat(refusal(permit -> fixture.accounts
                        .invite(permit, name, Set.of(Group.OPERATOR))
                        .account()))
                .isInstanceOf(Problem.Invalid.class);
        assertThat(refusal(permit ->
                        fixture.accounts.invite(permit, name, Set.of()).account()))
                .isInstanceOf(Problem.Invalid.class);
    }

    @Test
    void a_group_is_one_that_the_policy_knows() {
        assertThat(refusal(permit -> fixture.accounts
                        .equip(permit, AccountName.parse("script"), Set.of(new Group("surgeons")))
                        .account()))
                .isEqualTo(new Problem.Invalid(
                        "groups",
                        "one or more of [app, billing, clinician, front-desk, nurse, patient, proxy, reader, researcher, "
                                + "security-officer, support, system]"));
    }

    @Test
    void a_name_is_taken_once_and_stays_taken() {
        var service = fixture.service("script").account();
        fixture.manage(permit -> fixture.accounts.end(permit, service.number()));
        assertThat(refusal(permit -> fixture.accounts
                        .equip(permit, AccountName.parse("SCRIPT"), Set.of(Fixture.READER))
                        .account()))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(refusal(permit -> fixture.accounts.resume(permit, service.number())))
                .isEqualTo(new Problem.Conflict("the account has ended"));
    }

    @Test
    void the_last_administrator_stays() {
        var first = fixture.person("amina", Group.ADMINISTRATOR);
        assertThat(refusal(permit -> fixture.accounts.suspend(permit, first.number())))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(refusal(permit -> fixture.accounts.regroup(permit, first.number(), Set.of(Fixture.READER))))
                .isInstanceOf(Problem.Conflict.class);
        var second = fixture.person("bo", Group.ADMINISTRATOR);
        assertThat(fixture.manage(permit -> fixture.accounts.end(permit, first.number()))
                        .state())
                .isEqualTo(Account.State.ENDED);
        assertThat(refusal(permit -> fixture.accounts.end(permit, second.number())))
                .isInstanceOf(Problem.Conflict.class);
    }

    @Test
    void a_program_is_known_by_its_secret_and_by_nothing_else() {
        var script = fixture.service("script");
        var secret = script.secret().text();
        var caller = script.account().caller();
        assertThat(fixture.clients.recognise("script", secret, Origin.ELSEWHERE, Interaction.ISSUE_TOKEN))
                .contains(caller);
        assertThat(fixture.clients.recognise("script", "A".repeat(43), Origin.ELSEWHERE, Interaction.ISSUE_TOKEN))
                .isEmpty();
        assertThat(fixture.clients.recognise("other", secret, Origin.ELSEWHERE, Interaction.ISSUE_TOKEN))
                .isEmpty();
        assertThat(fixture.entries(caller.account(), ISSUE_TOKEN, 1)).isEqualTo(1);
        fixture.manage(permit -> fixture.accounts.suspend(permit, caller.account()));
        assertThat(fixture.clients.recognise("script", secret, Origin.ELSEWHERE, Interaction.ISSUE_TOKEN))
                .isEmpty();
    }

    @Test
    void a_new_secret_ends_the_old_one_and_its_tokens() {
        var script = fixture.service("script");
        var caller = script.account().caller();
        var token = fixture.gate.pass(
                caller,
                Action.of(Interaction.ISSUE_TOKEN),
                permit -> fixture.tokens.issue(permit, AccessTokens.Use.BEARER));
        var renewed = fixture.manage(permit -> fixture.accounts.equipAgain(permit, caller.account()));
        assertThat(fixture.tokens.resolve(token.token().text(), AccessTokens.Use.BEARER))
                .isEmpty();
        assertThat(fixture.clients.recognise(
                        "script", script.secret().text(), Origin.ELSEWHERE, Interaction.ISSUE_TOKEN))
                .isEmpty();
        assertThat(fixture.clients.recognise(
                        "script", renewed.secret().text(), Origin.ELSEWHERE, Interaction.ISSUE_TOKEN))
                .contains(caller);
    }

    @Test
    void a_person_has_no_secret_and_a_program_no_link() {
        var amina = fixture.person("amina", Fixture.READER);
        var script = fixture.service("script").account();
        assertThat(refusal(permit ->
                        fixture.accounts.equipAgain(permit, amina.number()).account()))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(refusal(permit ->
                        fixture.accounts.inviteAgain(permit, script.number()).account()))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(refusal(permit -> fixture.accounts.suspend(permit, 0))).isEqualTo(new Problem.Missing("account"));
    }
}
