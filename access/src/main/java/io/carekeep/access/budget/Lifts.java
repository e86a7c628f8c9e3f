package io.carekeep.access.budget;

import io.carekeep.access.Caller;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.StepUp;
import io.carekeep.alarm.Alarm;
import io.carekeep.alarm.Alarms;
import io.carekeep.alarm.Evidence;
import io.carekeep.alarm.Kind;
import io.carekeep.alarm.Severity;
import io.carekeep.alarm.Subject;
import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Lets somebody see more patients for a time: by their own word once a day, or by an officer's.
public final class Lifts {

    /// By how many percent callers make their own budgets larger.
    public static final int OWN_PERCENT = 50;
    /// For how long.
    public static final Duration OWN_TIME = Duration.ofHours(12);
    /// By how many percent an officer may make a budget larger.
    public static final int PERCENT_MOST = 400;
    /// For how long.
    public static final Duration LONGEST = Duration.ofDays(30);

    /// What the alarm is called.
    public static final Kind LIFTED = new Kind("budget-lifted");

    private static final StepUp FRESH = new StepUp(1, Optional.of(Duration.ofMinutes(5)));
    private static final Duration OWN_EVERY = Duration.ofDays(1);
    private static final int DIGEST = 16;
    private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(17232, hashtext(:account::text))";
    private static final String LAST_OWN = """
            select max(low)
              from access.lift
             where account = :account
               and by = :account
            """;
    private static final String ADD = """
            insert into access.lift (account, by, low, high, percent, sealed)
            values (:account, :by, :low, :high, :percent, :sealed)
            returning number
            """;

    private final JdbcClient sql;
    private final Alarms alarms;
    private final Clock clock;

    /// @param sql inside the request's transaction
    public Lifts(JdbcClient sql, Alarms alarms, Clock clock) {
        this.sql = sql;
        this.alarms = alarms;
        this.clock = clock;
    }

    /// Makes the caller's own budgets larger.
    /// @param sealed why, as it is to be stored
    /// @throws Refused when the caller signed in more than five minutes ago, or did so within a day
    public Lift own(Permit permit, byte[] sealed) {
        Check.that(permit.action().interaction() == Interaction.LIFT_BUDGET, "a permit for one's own budget");
        if (!FRESH.isMetBy(permit.caller().circumstances().signIn())) {
            throw new Refused(new Problem.TooWeak(FRESH.assurance(), FRESH.within()));
        }
        if (permit.caller().kind() == Caller.Kind.SERVICE) {
            throw new Refused(new Problem.Forbidden("a program's budget is lifted by a security officer"));
        }
        long account = permit.caller().account();
        sql.sql(ONE_AT_A_TIME).param("account", account).query((_, _) -> true).list();
        var last = sql.sql(LAST_OWN).param("account", account).query(Long.class).optional();
        if (last.isPresent() && clock.millis() - last.get() < OWN_EVERY.toMillis()) {
            throw new Refused(new Problem.Forbidden(
                    "your budget was lifted by your own word within a day: ask a security officer"));
        }
        return added(permit, account, OWN_PERCENT, OWN_TIME, sealed, Severity.WARNING);
    }

    /// Makes another's budgets larger.
    /// @param sealed why, as it is to be stored
    /// @throws Refused when it is the caller's own, too much or too long
    public Lift grant(Permit permit, long account, int percent, Duration time, byte[] sealed) {
        Check.that(permit.action().interaction() == Interaction.MANAGE_BUDGETS, "a permit to manage budgets");
        if (account == permit.caller().account()) {
            throw new Refused(new Problem.Forbidden("somebody else must lift your own budget"));
        }
        if (percent < 1 || percent > PERCENT_MOST) {
            throw new Refused(new Problem.Invalid("percent", "1 to " + PERCENT_MOST));
        }
        if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
            throw new Refused(new Problem.Invalid("hours", "1 to " + LONGEST.toHours()));
        }
        return added(permit, account, percent, time, sealed, Severity.INFO);
    }

    private Lift added(Permit permit, long account, int percent, Duration time, byte[] sealed, Severity severity) {
        long now = clock.millis();
        long until = now + time.toMillis();
        long by = permit.caller().account();
        long number = Objects.requireNonNull(sql.sql(ADD)
                .param("account", account)
                .param("by", by)
                .param("low", now)
                .param("high", until)
                .param("percent", percent)
                .param("sealed", sealed)
                .query(Long.class)
                .single());
        permit.trail()
                .changed(
                        account,
                        0,
                        ByteBuffer.allocate(DIGEST)
                                .putLong(until)
                                .putInt(percent)
                                .array());
        alarms.raiseWithin(new Alarm(
                LIFTED,
                severity,
                Subject.account(account),
                Evidence.NONE
                        .with("percent", percent)
                        .with("hours", time.toHours())
                        .with("by", by)));
        return new Lift(number, account, by, Instant.ofEpochMilli(now), Instant.ofEpochMilli(until), percent);
    }
}
