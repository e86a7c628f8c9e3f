package io.carekeep.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.testkit.AtOnce;
import io.carekeep.testkit.Safeguard;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@Safeguard("164.308(a)(6)(ii)")
final class AlarmsTest {

    private static final Subject RECORD = Subject.of(4711);

    private final Fixture fixture = new Fixture(Set.of("mail"), Set.of("mail-escalated", "webhook"));
    private final Alarms alarms = fixture.alarms;
    private final Cases cases = fixture.cases;

    @AfterEach
    void close() {
        fixture.close();
    }

    private long raise(Kind kind, Severity severity, Subject subject) {
        return alarms.raise(Fixture.alarm(kind, severity, subject));
    }

    private long raise() {
        return raise(Fixture.CHECKED, Severity.WARNING, RECORD);
    }

    private Case show(long number) {
        return cases.show(number).about();
    }

    private java.util.List<CaseEvent.What> history(long number) {
        return cases.show(number).events().stream().map(CaseEvent::what).toList();
    }

    @Test
    void raising_twice_is_one_case() {
        long number = raise();
        fixture.clock.pass(Duration.ofMinutes(1));
        assertThat(raise()).isEqualTo(number);
        assertThat(cases.open()).hasSize(1);
        assertThat(show(number).times()).isEqualTo(2);
        assertThat(show(number).last()).isEqualTo(fixture.clock.instant());
        assertThat(raise(Fixture.CHECKED, Severity.WARNING, Subject.of(4712))).isNotEqualTo(number);
        assertThat(raise(Fixture.EVENT, Severity.WARNING, RECORD)).isNotEqualTo(number);
    }

    @Test
    void a_storm_of_one_alarm_is_one_case_with_few_lines_and_one_page() {
        long number = raise();
        for (int at = 1; at < 100; at++) {
            raise();
        }
        assertThat(show(number).times()).isEqualTo(100);
        assertThat(history(number)).hasSize(7);
        assertThat(cases.show(number).complete()).isTrue();
        assertThat(fixture.count("select count(*) from alarm.page")).isEqualTo(1);
    }

    @Test
    void alarms_raised_at_once_are_one_case() throws Exception {
        AtOnce.of(8, _ -> {
            for (int at = 0; at < 10; at++) {
                raise();
            }
            return true;
        });
        assertThat(cases.open())
                .singleElement()
                .satisfies(each -> assertThat(each.times()).isEqualTo(80));
    }

    @Test
    void an_alarm_outlives_the_request_that_is_undone() {
        fixture.test.database().transactions().executeWithoutResult(status -> {
            raise();
            alarms.raiseWithin(Fixture.alarm(Fixture.EVENT, Severity.WARNING, RECORD));
            status.setRollbackOnly();
        });
        assertThat(cases.open()).extracting(Case::kind).containsExactly(Fixture.CHECKED);
        fixture.test
                .database()
                .transactions()
                .executeWithoutResult(_ -> alarms.raiseWithin(Fixture.alarm(Fixture.EVENT, Severity.WARNING, RECORD)));
        assertThat(cases.open()).hasSize(2);
    }

    @Test
    void one_that_got_worse_is_paged_again() {
        long number = raise();
        raise(Fixture.CHECKED, Severity.CRITICAL, RECORD);
        assertThat(show(number).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(show(number).due()).isEqualTo(fixture.clock.instant().plus(Duration.ofMinutes(15)));
        assertThat(fixture.count("select count(*) from alarm.page")).isEqualTo(2);
        raise();
        assertThat(show(number).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void what_is_only_to_be_known_wakes_nobody_until_nobody_looked() {
        raise(Fixture.EVENT, Severity.INFO, RECORD);
        assertThat(fixture.count("select count(*) from alarm.page")).isZero();
        fixture.clock.pass(Duration.ofDays(3));
        assertThat(alarms.escalate()).isEqualTo(1);
        assertThat(fixture.count("select count(*) from alarm.page")).isEqualTo(2);
    }

    @Test
    void close_is_refused_while_the_check_fails_and_works_once_it_passes() {
        long number = raise();
        fixture.failing.add(Evidence.NONE.with("flaws", 1));
        fixture.close(number, Fixture.SUPPORT);
        assertThat(show(number).state()).isEqualTo(Case.State.OPEN);
        assertThat(show(number).evidence()).isEqualTo(Evidence.NONE.with("flaws", 1));
        fixture.failing.clear();
        fixture.close(number, Fixture.SUPPORT);
        assertThat(show(number).state()).isEqualTo(Case.State.CLOSED);
        assertThat(history(number))
                .containsExactly(
                        CaseEvent.What.RAISED,
                        CaseEvent.What.CHECK_FAILED,
                        CaseEvent.What.CHECK_PASSED,
                        CaseEvent.What.CLOSED);
        assertThat(raise()).isNotEqualTo(number);
    }

    @Test
    void what_is_raised_again_while_its_check_runs_stays_open() {
        long number = raise();
        var asked = cases.ask(number, Fixture.SUPPORT);
        raise();
        assertThat(refused(() -> cases.checked(asked, Fixture.SUPPORT, new Finding.Passed())))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(show(number).state()).isEqualTo(Case.State.OPEN);
    }

    @Test
    void no_review_closes_what_can_be_checked() {
        long number = raise();
        assertThat(refused(() -> cases.reviewed(number, Fixture.SUPPORT, "looks fine")))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(show(number).state()).isEqualTo(Case.State.OPEN);
    }

    @Test
    void what_happened_once_is_closed_by_a_review_with_a_reason() {
        long number = raise(Fixture.EVENT, Severity.WARNING, Subject.account(Fixture.OTHER));
        assertThat(refused(() -> cases.ask(number, Fixture.SUPPORT))).isInstanceOf(Problem.Conflict.class);
        assertThat(refused(() -> cases.reviewed(number, Fixture.SUPPORT, "  "))).isInstanceOf(Problem.Invalid.class);
        cases.reviewed(number, Fixture.SUPPORT, "an emergency, as the ward confirms");
        assertThat(show(number).state()).isEqualTo(Case.State.CLOSED);
        assertThat(refused(() -> cases.note(number, Fixture.SUPPORT, "late"))).isInstanceOf(Problem.Conflict.class);
    }

    @Test
    void the_account_it_is_about_can_write_notes_and_nothing_else() {
        long number = raise(Fixture.EVENT, Severity.WARNING, Subject.account(Fixture.OTHER));
        assertThat(refused(() -> cases.take(number, Fixture.OTHER))).isInstanceOf(Problem.Forbidden.class);
        assertThat(refused(() -> cases.reviewed(number, Fixture.OTHER, "all is well")))
                .isInstanceOf(Problem.Forbidden.class);
        cases.note(number, Fixture.OTHER, "it was an emergency");
        long checked = raise(Fixture.CHECKED, Severity.WARNING, Subject.account(Fixture.OTHER));
        assertThat(refused(() -> cases.ask(checked, Fixture.OTHER))).isInstanceOf(Problem.Forbidden.class);
        var asked = cases.ask(checked, Fixture.SUPPORT);
        assertThat(refused(() -> cases.checked(asked, Fixture.OTHER, new Finding.Passed())))
                .isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void who_took_it_is_known_and_nobody_else_is_paged() {
        long number = raise();
        cases.take(number, Fixture.SUPPORT);
        fixture.clock.pass(Duration.ofDays(10));
        assertThat(alarms.escalate()).isZero();
        assertThat(show(number).owner()).isEqualTo(Fixture.SUPPORT);
        assertThat(show(number).state()).isEqualTo(Case.State.TAKEN);
    }

    @Test
    void one_that_nobody_takes_is_paged_to_the_next_list_after_its_deadline() {
        long number = raise(Fixture.CHECKED, Severity.CRITICAL, RECORD);
        fixture.clock.pass(Duration.ofMinutes(14));
        assertThat(alarms.escalate()).isZero();
        fixture.clock.pass(Duration.ofMinutes(1));
        assertThat(alarms.escalate()).isEqualTo(1);
        assertThat(fixture.outbox.due(fixture.clock.instant(), 10))
                .extracting(Outbox.Waiting::channel)
                .containsExactlyInAnyOrder("mail", "mail-escalated", "webhook");
        assertThat(alarms.escalate()).isZero();
        fixture.clock.pass(Duration.ofMinutes(30));
        assertThat(alarms.escalate()).isEqualTo(1);
        assertThat(show(number).level()).isEqualTo(2);
        assertThat(history(number))
                .containsExactly(CaseEvent.What.RAISED, CaseEvent.What.ESCALATED, CaseEvent.What.ESCALATED);
    }

    private static Problem refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(Refused.class, call).problem();
    }
}
