package io.carekeep.access;

import io.carekeep.audit.AuditLog;
import io.carekeep.audit.Entry;
import io.carekeep.audit.GroupAppender;
import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.base.database.DatabaseProblem;
import io.carekeep.base.database.Writes;
import java.time.Clock;
import java.util.function.Function;

/// The one way to the data. It decides, does the work and sees to the audit entry: a write commits together with its
/// entry, a read is released once its entry is durable.
public final class Gate {

    private static final byte[] NOTHING = {};

    private final Policy policy;
    private final AuditLog log;
    private final GroupAppender appender;
    private final Writes writes;
    private final Clock clock;
    private final Trails past;
    private final DamageWatch watch;

    public Gate(Policy policy, AuditLog log, GroupAppender appender, Writes writes, Clock clock) {
        this(policy, log, appender, writes, clock, _ -> {});
    }

    /// @param watch hears of damaged records
    public Gate(Policy policy, AuditLog log, GroupAppender appender, Writes writes, Clock clock, DamageWatch watch) {
        this.policy = policy;
        this.log = log;
        this.appender = appender;
        this.writes = writes;
        this.clock = clock;
        this.past = new Trails(log);
        this.watch = watch;
    }

    /// @throws Refused when the policy says no, and whatever the work throws
    public <T> T pass(Caller caller, Action action, Function<Permit, T> work) {
        return switch (policy.decide(caller, action)) {
            case Decision.Permitted() -> carryOut(caller, action, work);
            case Decision.Denied(var reason) -> throw denied(caller, action, new Problem.Forbidden(reason));
            case Decision.Weak(var needed) ->
                throw denied(caller, action, new Problem.TooWeak(needed.assurance(), needed.within()));
        };
    }

    private Refused denied(Caller caller, Action action, Problem problem) {
        appender.await(entry(caller, action, Entry.Outcome.DENIED, NOTHING));
        return new Refused(problem);
    }

    /// Writes down, durably, that somebody did not prove who they are. There is no caller then, and nothing to decide.
    /// @param account that they claimed to be; 0 when there is no such account
    public void turnedAway(long account, Interaction interaction) {
        appender.await(new Entry(clock.millis(), account, interaction.number(), Entry.Outcome.DENIED, NOTHING));
    }

    private <T> T carryOut(Caller caller, Action action, Function<Permit, T> work) {
        try {
            return action.interaction().writes() ? write(caller, action, work) : read(caller, action, work);
        } catch (RuntimeException failure) {
            var unavailable = DatabaseProblem.of(failure);
            if (unavailable.isPresent()) {
                throw new Refused(unavailable.get());
            }
            if (failure instanceof Refused refused && refused.problem() instanceof Problem.Damaged damaged) {
                watch.met(damaged);
            }
            appender.await(entry(caller, action, Entry.Outcome.FAILED, NOTHING));
            throw failure;
        }
    }

    private <T> T write(Caller caller, Action action, Function<Permit, T> work) {
        return writes.carryOut(last -> {
            var permit = new Permit(caller, action, policy, past, last);
            var made = work.apply(permit);
            log.append(last, entry(permit));
            return made;
        });
    }

    private <T> T read(Caller caller, Action action, Function<Permit, T> work) {
        var permit = new Permit(caller, action, policy, past, null);
        var result = work.apply(permit);
        Check.that(result != null, "work has a result");
        appender.await(entry(permit));
        return result;
    }

    private Entry entry(Permit permit) {
        var trail = permit.trail();
        return new Entry(
                clock.millis(),
                permit.caller().account(),
                permit.action().interaction().number(),
                Entry.Outcome.DONE,
                trail.replaced(),
                trail.bytes());
    }

    private Entry entry(Caller caller, Action action, Entry.Outcome outcome, byte[] content) {
        return new Entry(clock.millis(), caller.account(), action.interaction().number(), outcome, content);
    }
}
