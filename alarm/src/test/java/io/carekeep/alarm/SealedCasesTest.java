package io.carekeep.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/// What lies in the database says nothing, and what is changed there is noticed.
final class SealedCasesTest {

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
    void notes_and_evidence_do_not_lie_readable_in_the_database() {
        long number = raise();
        cases.note(number, Fixture.SUPPORT, "Amina Testwoman called");
        assertThat(cases.show(number).events().getLast().text()).isEqualTo("Amina Testwoman called");
        assertThat(fixture.count("select count(*) from alarm.event where position('Amina'::bytea in sealed) > 0"))
                .isZero();
        assertThat(fixture.count("select count(*) from alarm.case where position('flaws'::bytea in sealed) > 0"))
                .isZero();
    }

    @Test
    void history_is_added_and_never_changed() {
        raise();
        for (var statement : Set.of(
                "update alarm.event set account = 1",
                "delete from alarm.event",
                "delete from alarm.case",
                "delete from alarm.page")) {
            assertThatThrownBy(
                            () -> fixture.test.database().sql().sql(statement).update())
                    .isInstanceOf(DataAccessException.class);
        }
    }

    @Test
    void a_removed_or_altered_line_is_noticed() {
        long number = raise();
        cases.note(number, Fixture.SUPPORT, "one");
        fixture.owner()
                .sql("update alarm.event set account = 1 where number = 2")
                .update();
        assertThat(cases.show(number).complete()).isFalse();
        fixture.owner().sql("delete from alarm.event where number = 2").update();
        assertThat(cases.show(number).complete()).isFalse();
    }

    @Test
    void a_case_that_somebody_closed_in_the_database_raises_an_alarm_and_opens_again() {
        long number = raise();
        alarms.verify();
        assertThat(cases.open()).hasSize(1);
        fixture.owner().sql("update alarm.case set closed = 1, due = null").update();
        alarms.verify();
        alarms.verify();
        assertThat(cases.open()).extracting(Case::kind).containsExactly(Kind.CASE_ALTERED);
        assertThat(show(number).state()).isEqualTo(Case.State.ALTERED);
        assertThat(refused(() -> cases.take(number, Fixture.SUPPORT))).isInstanceOf(Problem.Conflict.class);
        long altered = cases.open().getFirst().number();
        fixture.close(altered, Fixture.SUPPORT);
        assertThat(show(altered).state()).isEqualTo(Case.State.OPEN);
        var asked = cases.ask(altered, Fixture.SUPPORT);
        cases.repaired(altered, Fixture.SUPPORT, asked.probe().repair(asked.subject()));
        fixture.close(altered, Fixture.SUPPORT);
        assertThat(show(altered).state()).isEqualTo(Case.State.CLOSED);
        assertThat(show(number).state()).isEqualTo(Case.State.OPEN);
        assertThat(history(number)).containsExactly(CaseEvent.What.RAISED, CaseEvent.What.REOPENED);
    }

    @Test
    void an_alarm_of_a_case_that_was_altered_is_not_lost() {
        long number = raise();
        fixture.owner().sql("update alarm.case set owner = 3, due = null").update();
        assertThat(raise()).isNotEqualTo(number);
        assertThat(cases.open())
                .filteredOn(each -> each.kind().equals(Kind.CASE_ALTERED))
                .singleElement()
                .satisfies(each -> assertThat(each.subject()).isEqualTo(Subject.of(number)));
    }

    @Test
    void what_happens_by_itself_is_audited() {
        raise(Fixture.CHECKED, Severity.CRITICAL, RECORD);
        fixture.clock.pass(Duration.ofMinutes(20));
        alarms.escalate();
        assertThat(fixture.count("select count(*) from audit.entry where interaction = 31 and account = 0"))
                .isEqualTo(2);
    }

    @Test
    void evidence_holds_no_text() {
        assertThatThrownBy(() -> new Evidence.Field("name", "Amina Testwoman")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> new Kind("Amina")).isInstanceOf(AssertionError.class);
    }

    private static Problem refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(Refused.class, call).problem();
    }
}
