package io.carekeep.access.budget;

import io.carekeep.access.Budget;
import io.carekeep.access.Caller;
import io.carekeep.access.ExitWatch;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.Policy;
import io.carekeep.alarm.Alarm;
import io.carekeep.alarm.Alarms;
import io.carekeep.alarm.Evidence;
import io.carekeep.alarm.Kind;
import io.carekeep.alarm.Severity;
import io.carekeep.alarm.Subject;
import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Holds callers to their budgets of distinct patients, and shuts out who sees a canary.
public final class Budgets implements ExitWatch {

    /// A caller has seen most of a budget.
    public static final Kind WARNING = new Kind("budget-warning");
    /// A caller was stopped.
    public static final Kind SPENT = new Kind("budget-spent");
    /// The local operator saw more than is usual.
    public static final Kind OPERATOR = new Kind("operator-reads");
    /// A caller was shut out.
    public static final Kind CANARY = new Kind("canary-seen");

    /// The most accounts that are listed.
    public static final int LISTED_MAX = 200;

    private static final long UNLIMITED = Integer.MAX_VALUE;
    private static final List<Window> ALL = List.of(Window.values());

    private final SeenStore store;
    private final Policy policy;
    private final Canaries canaries;
    private final Alarms alarms;
    private final SessionLock lock;
    private final Clock clock;
    private final Recent recent = new Recent();

    /// @param sql inside the request's transaction
    public Budgets(JdbcClient sql, Policy policy, Canaries canaries, Alarms alarms, SessionLock lock, Clock clock) {
        this.store = new SeenStore(sql);
        this.policy = policy;
        this.canaries = canaries;
        this.alarms = alarms;
        this.lock = lock;
        this.clock = clock;
    }

    @Override
    public long countable(Caller caller) {
        return policy.budget(caller).countable();
    }

    @Override
    public boolean passes(Caller caller, Set<Long> patients) {
        return patients.isEmpty()
                || !canaries.areAmong(patients) && recent.knows(caller.account(), clock.millis(), patients);
    }

    @Override
    public Optional<Stop> admit(Caller caller, Set<Long> patients) {
        if (canaries.areAmong(patients)) {
            return Optional.of(new Stop(
                    caller.account(),
                    new Problem.Forbidden("this account is shut out: ask the security officer"),
                    0,
                    0,
                    0));
        }
        var budget = policy.budget(caller);
        return budget.stops() ? stopping(caller, budget, patients) : counting(caller, budget, patients);
    }

    private Optional<Stop> stopping(Caller caller, Budget budget, Set<Long> patients) {
        long account = caller.account();
        long now = clock.millis();
        var budgets = ALL.stream().map(each -> (long) each.most(budget)).toList();
        var counts = store.see(account, now, patients, ALL, budgets);
        var spent = counts.stream().filter(Count::exceeds).max(Comparator.comparing(count -> waits(count, now)));
        if (spent.isPresent()) {
            var count = spent.get();
            return Optional.of(
                    new Stop(account, problem(count, now), count.window().number(), count.used(), count.most()));
        }
        counts.stream()
                .filter(count -> count.crosses(budget.warns()))
                .forEach(count -> raise(
                        WARNING,
                        Severity.WARNING,
                        account,
                        count.window(),
                        count.used() + count.fresh(),
                        count.most()));
        return Optional.empty();
    }

    // What can't be had at all waits longest.
    private static Duration waits(Count count, long now) {
        return count.frees() == 0 ? Duration.ofDays(365) : Duration.ofMillis(Math.max(0, count.frees() - now));
    }

    private static Problem problem(Count count, long now) {
        var window = count.window();
        if (count.frees() == 0) {
            return new Problem.Spent(window.span(), """
                    This answer is about %d patients whom you have not seen in the last %s, and your budget is %d: ask \
                    for fewer at once.""".formatted(count.fresh(), window.words(), count.most()));
        }
        var frees = Instant.ofEpochMilli(count.frees())
                .truncatedTo(ChronoUnit.SECONDS)
                .plusSeconds(1);
        return new Problem.Spent(
                waits(count, now), """
                You have seen %d patients in the last %s, your budget is %d, and this answer is about %d more. There is \
                room for it at %s. To go on before, sign in again and POST a reason to /access/budget, or ask a \
                security officer.""".formatted(count.used(), window.words(), count.most(), count.fresh(), frees));
    }

    // Nobody is stopped here; once the alarm is raised, there is nothing to count until the hour ends.
    private Optional<Stop> counting(Caller caller, Budget budget, Set<Long> patients) {
        long account = caller.account();
        long now = clock.millis();
        if (budget.hour() == Integer.MAX_VALUE) {
            return Optional.empty();
        }
        var count = store.see(account, now, patients, List.of(Window.HOUR), List.of(UNLIMITED))
                .getFirst();
        if (count.used() > budget.hour()) {
            recent.fill(account, now);
        } else if (count.used() + count.fresh() > budget.hour()) {
            raise(OPERATOR, Severity.WARNING, account, Window.HOUR, count.used() + count.fresh(), budget.hour());
        }
        return Optional.empty();
    }

    private void raise(Kind kind, Severity severity, long account, Window window, long patients, long most) {
        alarms.raiseWithin(new Alarm(
                kind,
                severity,
                new Subject(window.number(), account),
                Evidence.NONE.with("window", window).with("patients", patients).with("budget", most)));
    }

    @Override
    public void stopped(Stop stop) {
        if (stop.window() == 0) {
            lock.lock(stop.account(), SessionLock.Reason.CANARY_SEEN);
            alarms.raiseWithin(new Alarm(CANARY, Severity.CRITICAL, Subject.account(stop.account()), Evidence.NONE));
        } else {
            raise(SPENT, Severity.CRITICAL, stop.account(), Window.of(stop.window()), stop.patients(), stop.most());
        }
    }

    @Override
    public void left(Caller caller, Set<Long> patients) {
        if (!patients.isEmpty()) {
            recent.add(caller.account(), clock.millis(), patients);
        }
    }

    /// What a caller has seen and may see.
    public List<Count> own(Permit permit) {
        Check.that(permit.action().interaction() == Interaction.LIFT_BUDGET, "a permit for one's own budget");
        var caller = permit.caller();
        var budget = policy.budget(caller);
        var budgets = ALL.stream().map(each -> (long) each.most(budget)).toList();
        return store.see(caller.account(), clock.millis(), Set.of(), ALL, budgets);
    }

    /// The accounts that have seen most, those of the last hour first.
    public List<Spending> most(Permit permit) {
        Check.that(permit.action().interaction() == Interaction.MANAGE_BUDGETS, "a permit to manage budgets");
        return store.most(clock.millis(), LISTED_MAX);
    }

    /// What an account has seen.
    public Spending of(Permit permit, long account) {
        Check.that(permit.action().interaction() == Interaction.MANAGE_BUDGETS, "a permit to manage budgets");
        permit.trail().returned(account, 0);
        var counts = store.see(
                account,
                clock.millis(),
                Set.of(),
                ALL,
                Stream.generate(() -> UNLIMITED).limit(ALL.size()).toList());
        return new Spending(
                account,
                counts.get(0).used(),
                counts.get(1).used(),
                counts.get(2).used());
    }
}
