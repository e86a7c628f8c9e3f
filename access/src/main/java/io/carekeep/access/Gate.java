package io.carekeep.access;

import io.carekeep.audit.AuditLog;
import io.carekeep.audit.Entry;
import io.carekeep.audit.GroupAppender;
import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.base.database.DatabaseProblem;
import io.carekeep.base.database.Writes;
import java.net.InetAddress;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The one way to the data. It decides, does the work and sees to the audit entry: a write commits together with its
/// entry, a read is released once its entry is durable.
public final class Gate {

    private static final Set<Interaction> UNCOUNTED = EnumSet.of(Interaction.MANAGE_POLICY, Interaction.RELEASE_DATA);

    private final Policy policy;
    private final AuditLog log;
    private final GroupAppender appender;
    private final Writes writes;
    private final EntryMaker entries;
    private final Trails past;
    private final DamageWatch watch;
    private final ExitWatch exit;
    private final AnswerWatch answers;

    /// Who stands at the gate.
    /// @param damage hears of damaged records
    /// @param exit watches over what leaves
    /// @param answers hears of what leaves
    public record Watches(DamageWatch damage, ExitWatch exit, AnswerWatch answers) {

        /// Nobody.
        public static final Watches NONE = new Watches(_ -> {}, ExitWatch.NONE, (_, _) -> {});
    }

    public Gate(Policy policy, AuditLog log, GroupAppender appender, Writes writes, Clock clock) {
        this(policy, log, appender, writes, clock, Watches.NONE);
    }

    public Gate(Policy policy, AuditLog log, GroupAppender appender, Writes writes, Clock clock, Watches watches) {
        this.policy = policy;
        this.log = log;
        this.appender = appender;
        this.writes = writes;
        this.entries = new EntryMaker(clock);
        this.past = new Trails(log);
        this.watch = watches.damage();
        this.exit = watches.exit();
        this.answers = watches.answers();
    }

    /// @throws Refused when the policy says no, and whatever the work throws
    public <T> T pass(Caller caller, Action action, Function<Permit, T> work) {
        if (LogKept.isWrite(action)) {
            throw denied(caller, action, LogKept.PROBLEM);
        }
        return switch (policy.decide(caller, action)) {
            case Decision.Permitted() -> carryOut(caller, action, work);
            case Decision.Denied(var reason) -> throw denied(caller, action, new Problem.Forbidden(reason));
            case Decision.Weak(var needed) ->
                throw denied(caller, action, new Problem.TooWeak(needed.assurance(), needed.within()));
        };
    }

    private Refused denied(Caller caller, Action action, Problem problem) {
        appender.await(entries.undone(caller, action, Entry.Outcome.DENIED, null));
        return new Refused(problem);
    }

    /// Writes down, durably, that somebody did not prove who they are. There is no caller then, and nothing to decide.
    /// @param account that they claimed to be; 0 when there is no such account
    /// @param from the address from which they tried, as far as it is known
    public void turnedAway(long account, Interaction interaction, Optional<InetAddress> from) {
        appender.await(entries.turnedAway(account, interaction, from));
    }

    private <T> T carryOut(Caller caller, Action action, Function<Permit, T> work) {
        var attempt = new Attempt(caller, action);
        try {
            return action.interaction().writes() ? write(attempt, work) : read(attempt, work);
        } catch (Stopped stopped) {
            throw stopped.noted() ? new Refused(stopped.stop().problem()) : refused(attempt, stopped.stop());
        } catch (RuntimeException failure) {
            var unavailable = DatabaseProblem.of(failure);
            if (unavailable.isPresent()) {
                throw new Refused(unavailable.get());
            }
            if (failure instanceof Refused refused && refused.problem() instanceof Problem.Damaged damaged) {
                watch.met(damaged);
            }
            failed(attempt);
            throw failure;
        }
    }

    /// What is being carried out; a write that begins again has another permit.
    private final class Attempt {

        private final Caller caller;
        private final Action action;
        private @Nullable Permit permit;

        Attempt(Caller caller, Action action) {
            this.caller = caller;
            this.action = action;
        }

        // Who manages the policy is told nothing of the records that it is tried on, and what is released goes to
        // somebody else.
        Set<Long> seen() {
            return permit == null || UNCOUNTED.contains(action.interaction())
                    ? Set.of()
                    : permit.trail().seen();
        }

        /// Tells who hears of answers of whom this one is about.
        void answer() {
            if (permit != null && !UNCOUNTED.contains(action.interaction())) {
                var about = permit.trail().shown();
                if (!about.isEmpty()) {
                    answers.answers(caller, about);
                }
            }
        }

        Entry entry(Entry.Outcome outcome) {
            return entries.undone(caller, action, outcome, permit);
        }
    }

    /// An answer may not leave, so what was written is undone.
    private static final class Stopped extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient ExitWatch.Stop stop;
        private final boolean noted;

        /// @param noted whether it is written down already
        Stopped(ExitWatch.Stop stop, boolean noted) {
            super("an answer may not leave", null, false, false);
            this.stop = stop;
            this.noted = noted;
        }

        ExitWatch.Stop stop() {
            return stop;
        }

        boolean noted() {
            return noted;
        }
    }

    private Permit begin(Attempt attempt, Writes.@Nullable Last last) {
        var permit = new Permit(attempt.caller, attempt.action, policy, past, last, exit.countable(attempt.caller));
        attempt.permit = permit;
        return permit;
    }

    private <T> T write(Attempt attempt, Function<Permit, T> work) {
        var made = writes.carryOut(last -> {
            var permit = begin(attempt, last);
            var result = work.apply(permit);
            if (!exit.passes(attempt.caller, attempt.seen())) {
                exit.admit(attempt.caller, attempt.seen()).ifPresent(stop -> {
                    throw new Stopped(stop, false);
                });
            }
            attempt.answer();
            log.append(last, entries.done(permit));
            return result;
        });
        exit.left(attempt.caller, attempt.seen());
        return made;
    }

    // Who looks at nobody new needs no transaction.
    private <T> T read(Attempt attempt, Function<Permit, T> work) {
        var permit = begin(attempt, null);
        var result = work.apply(permit);
        Check.that(result != null, "work has a result");
        attempt.answer();
        if (exit.passes(attempt.caller, attempt.seen())) {
            appender.await(entries.done(permit));
            return result;
        }
        leave(attempt, entries.done(permit)).ifPresent(stop -> {
            throw new Stopped(stop, true);
        });
        return result;
    }

    // What failed may have told something of those whom it was about.
    private void failed(Attempt attempt) {
        var entry = attempt.entry(Entry.Outcome.FAILED);
        if (exit.passes(attempt.caller, attempt.seen())) {
            appender.await(entry);
            return;
        }
        leave(attempt, entry).ifPresent(stop -> {
            throw new Refused(stop.problem());
        });
    }

    // The entry, and whom the answer is about, become durable together.
    private Optional<ExitWatch.Stop> leave(Attempt attempt, Entry entry) {
        var stop = alone(last -> {
            var found = exit.admit(attempt.caller, attempt.seen());
            found.ifPresent(exit::stopped);
            log.append(last, found.isPresent() ? attempt.entry(Entry.Outcome.DENIED) : entry);
            return found;
        });
        if (stop.isEmpty()) {
            exit.left(attempt.caller, attempt.seen());
        }
        return stop;
    }

    private Refused refused(Attempt attempt, ExitWatch.Stop stop) {
        alone(last -> {
            exit.stopped(stop);
            log.append(last, attempt.entry(Entry.Outcome.DENIED));
            return true;
        });
        return new Refused(stop.problem());
    }

    private <T> T alone(Function<Writes.Last, T> work) {
        try {
            return writes.carryOut(work);
        } catch (RuntimeException failure) {
            throw DatabaseProblem.of(failure)
                    .<RuntimeException>map(Refused::new)
                    .orElse(failure);
        }
    }
}
