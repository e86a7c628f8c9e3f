package io.carekeep.server.alarm;

import io.carekeep.access.Action;
import io.carekeep.access.AlarmTrail;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.alarm.Case;
import io.carekeep.alarm.Cases;
import io.carekeep.alarm.Finding;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.base.database.DatabaseProblem;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// What somebody may do about alarms, each through the gate. Checks and repairs are run outside of its transaction,
/// because they may read for long and look at the database as it is for others.
public final class Handling {

    private static final Action VIEW = Action.of(Interaction.VIEW_ALARMS);
    private static final Action HANDLE = Action.of(Interaction.HANDLE_ALARMS);

    private final Gate gate;
    private final Cases cases;

    public Handling(Gate gate, Cases cases) {
        this.gate = gate;
        this.cases = cases;
    }

    List<Case> open(Caller caller) {
        return listed(caller, cases::open);
    }

    /// @param before the last number of the page before
    List<Case> all(Caller caller, long before) {
        return listed(caller, () -> cases.all(before));
    }

    private List<Case> listed(Caller caller, Supplier<List<Case>> some) {
        return gate.pass(caller, VIEW, permit -> {
            var found = some.get();
            found.forEach(each -> permit.trail().returned(each.number(), 0));
            return found;
        });
    }

    Cases.Told show(Caller caller, long number) {
        return gate.pass(caller, VIEW, permit -> told(permit, number));
    }

    private Cases.Told told(Permit permit, long number) {
        permit.trail().returned(number, 0);
        return cases.show(number);
    }

    Case take(Caller caller, long number) {
        return step(caller, () -> cases.take(number, caller.account()));
    }

    Case note(Caller caller, long number, String text) {
        return step(caller, () -> cases.note(number, caller.account(), text));
    }

    /// Mends what can be mended without a person.
    /// @throws Refused when that is nothing
    Case repair(Caller caller, long number) {
        var asked = ask(caller, number);
        var done = outside(() -> asked.probe().repair(asked.subject()));
        var after = step(caller, () -> cases.repaired(number, caller.account(), done));
        if (done.isEmpty()) {
            throw new Refused(new Problem.Conflict("nothing of this can be repaired without a person: see the"
                    + " operator's guide, mend it, and close the alarm"));
        }
        return after;
    }

    /// Runs the check on the spot, and closes the case if it passes.
    /// @throws Refused when it does not
    Case close(Caller caller, long number) {
        var asked = ask(caller, number);
        var finding = outside(() -> asked.probe().run(asked.subject()));
        var after = step(caller, () -> cases.checked(asked, caller.account(), finding));
        return switch (finding) {
            case Finding.Passed() -> after;
            case Finding.Failed(var evidence) ->
                throw new Refused(new Problem.Conflict("the check still fails, so the alarm stays open: " + after.kind()
                        + (evidence.fields().isEmpty() ? "" : ", " + evidence.text())));
        };
    }

    /// Closes a case of something that happened.
    Case reviewed(Caller caller, long number, String reason) {
        return step(caller, () -> cases.reviewed(number, caller.account(), reason));
    }

    private Cases.Asked ask(Caller caller, long number) {
        return gate.pass(caller, HANDLE, permit -> {
            permit.trail().returned(number, 0);
            return cases.ask(number, caller.account());
        });
    }

    private Case step(Caller caller, Supplier<Cases.Step> work) {
        Function<Permit, Case> step = permit -> {
            var made = work.get();
            made.events().forEach(event -> AlarmTrail.changed(permit, event));
            return made.after();
        };
        return gate.pass(caller, HANDLE, step);
    }

    private static <T> T outside(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            throw DatabaseProblem.of(failure)
                    .<RuntimeException>map(Refused::new)
                    .orElse(failure);
        }
    }
}
