package io.carekeep.access.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Action;
import io.carekeep.access.Budget;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.SignIn;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Budgets over a real database, asked by two processes' gates.
final class BudgetTest {

    private static final ResourceType PATIENT = ResourceType.of("Patient").orElseThrow();
    private static final Budget BUDGET = new Budget(10, 15, 20, 80, true, false);

    private static BudgetFixture fixture;
    private static Gate one;
    private static Gate other;
    private static long accounts = 100;

    @BeforeAll
    static void open() {
        fixture = new BudgetFixture(BUDGET);
        one = fixture.gate();
        other = fixture.gate();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static Caller somebody() {
        return new Caller(++accounts, Caller.Kind.PERSON, Set.of(new Group("clinician")));
    }

    private static boolean read(Gate gate, Caller caller, long... patients) {
        return gate.pass(caller, Action.read(PATIENT), permit -> {
            LongStream.of(patients).forEach(each -> permit.trail().returned(each, 1, Set.of(each)));
            return true;
        });
    }

    private static Problem refusal(Gate gate, Caller caller, long... patients) {
        return refusal(() -> read(gate, caller, patients));
    }

    private static Problem refusal(Runnable asked) {
        try {
            asked.run();
        } catch (Refused refused) {
            return refused.problem();
        }
        throw new AssertionError("the answer left");
    }

    private static List<String> alarms(Caller caller) {
        return fixture.alarms(caller.account());
    }

    @Test
    void what_crosses_the_hard_line_does_not_leave_and_what_was_seen_still_does() {
        var caller = somebody();
        read(one, caller, LongStream.rangeClosed(1, 9).toArray());
        assertThat(alarms(caller)).containsExactly("budget-warning 1");
        assertThat(refusal(one, caller, 10, 11)).isInstanceOf(Problem.Spent.class);
        assertThat(alarms(caller)).containsExactly("budget-spent 1", "budget-warning 1");
        assertThat(read(one, caller, 3, 4, 10)).isTrue();
        assertThat(refusal(other, caller, 11).status()).isEqualTo(429);
        assertThat(read(other, caller, 10)).isTrue();
        assertThat(alarms(caller)).as("one alarm a window").hasSize(2);
    }

    @Test
    void windows_slide() {
        var caller = somebody();
        for (long day = 0; day < 4; day++) {
            read(one, caller, LongStream.range(day * 6, day * 6 + 5).toArray());
            assertThat(((Problem.Spent) refusal(
                                    one, caller, LongStream.range(900, 920).toArray()))
                            .text())
                    .contains("at once");
            fixture.clock().pass(Duration.ofDays(1));
        }
        assertThat(refusal(one, caller, 100).inWords()).contains("30 days", "/access/budget");
        fixture.clock().pass(Duration.ofDays(26));
        assertThat(read(one, caller, 100)).isTrue();
    }

    @Test
    void a_refusal_says_when_there_is_room_again() {
        var caller = somebody();
        read(one, caller, 1, 2, 3);
        fixture.clock().pass(Duration.ofMinutes(20));
        read(one, caller, 4, 5, 6, 7, 8, 9, 10);
        assertThat(((Problem.Spent) refusal(one, caller, 11, 12)).retryAfter()).isEqualTo(Duration.ofMinutes(40));
        assertThat(((Problem.Spent) refusal(one, caller, 11, 12, 13, 14)).retryAfter())
                .isEqualTo(Duration.ofMinutes(60));
        fixture.clock().pass(Duration.ofMinutes(40));
        assertThat(read(one, caller, 11, 12)).isTrue();
    }

    @Test
    void of_many_at_once_in_two_processes_no_more_get_through() throws Exception {
        var caller = somebody();
        var tasks = new ArrayList<Callable<Boolean>>();
        for (long at = 0; at < 60; at++) {
            long patient = at;
            var gate = at % 2 == 0 ? one : other;
            tasks.add(() -> {
                try {
                    return read(gate, caller, 1000 + patient);
                } catch (Refused refused) {
                    assertThat(refused.problem()).isInstanceOf(Problem.Spent.class);
                    return false;
                }
            });
        }
        int through = 0;
        try (var threads = Executors.newFixedThreadPool(12)) {
            for (var each : threads.invokeAll(tasks)) {
                through += each.get() ? 1 : 0;
            }
        }
        assertThat(through).isEqualTo(BUDGET.hour());
    }

    @Test
    void whom_somebody_has_seen_costs_no_row_and_no_transaction() {
        var caller = somebody();
        read(one, caller, 1);
        long before = fixture.transactions();
        for (int at = 0; at < 20; at++) {
            read(one, caller, 1);
        }
        assertThat(fixture.seen(caller.account())).isEqualTo(1);
        assertThat(fixture.transactions()).as("transactions of the gate's own").isEqualTo(before);
    }

    @Test
    void what_fails_counts_too_and_what_is_written_costs_nothing() {
        var caller = somebody();
        assertThatThrownBy(() -> one.pass(caller, Action.search(PATIENT), permit -> {
                    permit.trail().returned(1, 1, Set.of(1L));
                    throw new Refused(new Problem.Invalid("name", "something else"));
                }))
                .isInstanceOf(Refused.class);
        assertThat(fixture.seen(caller.account())).isEqualTo(1);
        one.pass(caller, Action.create(PATIENT), permit -> {
            LongStream.range(0, 50).forEach(at -> permit.trail().changed(at, 1, new byte[16], Set.of(at)));
            return true;
        });
        assertThat(fixture.seen(caller.account())).isEqualTo(1);
    }

    @Test
    void a_write_that_shows_too_many_is_undone() {
        var caller = somebody();
        var many = LongStream.range(0, 11).boxed().collect(Collectors.toSet());
        assertThatThrownBy(() -> one.pass(caller, Action.update(PATIENT), permit -> {
                    fixture.sql()
                            .sql("insert into access.canary (at, account, sealed) values (-7, 0, '')")
                            .update();
                    permit.trail().returned(1, 1, many);
                    return true;
                }))
                .isInstanceOf(Refused.class);
        assertThat(fixture.count("access.canary where at = -7")).isZero();
        assertThat(fixture.denied(caller.account())).isEqualTo(1);
        assertThat(alarms(caller)).containsExactly("budget-spent 1");
    }

    @Test
    void the_operator_is_not_stopped_and_an_alarm_is_raised_once() {
        var operator = new Caller(++accounts, Caller.Kind.SERVICE, Set.of(Group.OPERATOR));
        read(one, operator, LongStream.range(0, 200).toArray());
        assertThat(alarms(operator)).isEmpty();
        for (long at = 200; at < 230; at++) {
            read(one, operator, at);
        }
        assertThat(alarms(operator)).containsExactly("operator-reads 1");
        assertThat(fixture.seen(operator.account())).isLessThan(205);
    }

    @Test
    void a_canary_shuts_out_in_the_same_transaction() {
        var caller = somebody();
        fixture.canaries().add(777L);
        fixture.sleepUntilCanariesAreLookedAt();
        assertThat(refusal(one, caller, 5, 777)).isInstanceOf(Problem.Forbidden.class);
        assertThat(fixture.locked()).contains(caller.account());
        assertThat(alarms(caller)).containsExactly("canary-seen 0");
        assertThat(fixture.seen(caller.account())).isZero();
    }

    private static void lift(Caller own) {
        one.pass(
                own,
                Action.of(Interaction.LIFT_BUDGET),
                permit -> fixture.lifts().own(permit, new byte[1]));
    }

    private static void lift(Caller officer, Caller whose) {
        one.pass(
                officer,
                Action.of(Interaction.MANAGE_BUDGETS),
                permit -> fixture.lifts().grant(permit, whose.account(), 50, Duration.ofHours(1), new byte[1]));
    }

    @Test
    void a_budget_is_lifted_once_a_day_by_its_owner_with_a_fresh_sign_in() {
        var caller = somebody();
        read(one, caller, LongStream.range(0, 10).toArray());
        assertThat(refusal(() -> lift(caller))).isInstanceOf(Problem.TooWeak.class);
        var fresh = caller.by(new SignIn(1, Duration.ofMinutes(1)));
        lift(fresh);
        assertThat(read(other, caller, LongStream.range(10, 15).toArray())).isTrue();
        assertThat(refusal(one, caller, 15)).isInstanceOf(Problem.Spent.class);
        assertThat(refusal(() -> lift(fresh)).inWords()).contains("within a day");
        var officer = somebody();
        lift(officer, caller);
        assertThat(read(one, caller, LongStream.range(15, 20).toArray())).isTrue();
        assertThat(refusal(() -> lift(officer, officer)).inWords()).contains("somebody else");
        assertThat(alarms(caller)).contains("budget-lifted 0");
    }

    @Test
    void the_servers_role_takes_nothing_away() {
        for (var statement : List.of(
                "delete from access.seen",
                "update access.seen set at = 0",
                "insert into access.seen values (1, 1, 1, 1)",
                "delete from access.lift",
                "update access.lift set high = 0",
                "delete from access.canary")) {
            assertThatThrownBy(() -> fixture.sql().sql(statement).update())
                    .hasRootCauseInstanceOf(SQLException.class)
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
    }
}
