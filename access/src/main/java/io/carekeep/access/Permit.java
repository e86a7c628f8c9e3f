package io.carekeep.access;

import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.base.database.Writes;
import io.carekeep.fhir.ResourceType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Proof that an action was allowed. Only the gate makes one, and every method of the store asks for one.
public final class Permit {

    private final Caller caller;
    private final Action action;
    private final Policy policy;
    private final Trails past;
    private final Writes.@Nullable Last last;
    private final Trail trail;
    private final long countable;

    Permit(Caller caller, Action action, Policy policy, Trails past, Writes.@Nullable Last last, long countable) {
        this(caller, action, policy, past, last, countable, new Trail());
    }

    private Permit(
            Caller caller,
            Action action,
            Policy policy,
            Trails past,
            Writes.@Nullable Last last,
            long countable,
            Trail trail) {
        this.trail = trail;
        this.countable = countable;
        this.caller = caller;
        this.action = action;
        this.policy = policy;
        this.past = past;
        this.last = last;
    }

    public Caller caller() {
        return caller;
    }

    public Action action() {
        return action;
    }

    /// Whether the same caller may do this too, as a part of what was permitted.
    public boolean allows(Action part) {
        return part.isLike(action)
                || !LogKept.isWrite(part) && policy.decide(caller, part) instanceof Decision.Permitted;
    }

    /// Demands that the same caller may do this too, as a part of what was permitted.
    /// @param denial what to say when no sign-in helps
    /// @throws Refused when they may not
    public void demand(Action part, String denial) {
        if (part.isLike(action)) {
            return;
        }
        if (LogKept.isWrite(part)) {
            throw new Refused(LogKept.PROBLEM);
        }
        switch (policy.decide(caller, part)) {
            case Decision.Permitted() -> {}
            case Decision.Denied(var _) -> throw new Refused(new Problem.Forbidden(denial));
            case Decision.Weak(var needed) ->
                throw new Refused(new Problem.TooWeak(needed.assurance(), needed.within()));
        }
    }

    /// The permit for a part of what was permitted, such as a read in a transaction; what it returns and changes is
    /// written down with the rest.
    public Permit part(Action part) {
        Check.that(allows(part), "a part that is permitted");
        return new Permit(caller, part, policy, past, last, countable, trail);
    }

    /// Which resources of a type there are for the caller: to read in the way that was asked for; in a write, to find.
    public Restriction restriction(ResourceType type) {
        var asked = action.interaction();
        return restriction(asked.writes() ? Interaction.SEARCH : asked, type);
    }

    /// On which resources of a type the caller may do this, as a part of what was permitted.
    public Restriction restriction(Interaction way, ResourceType type) {
        return policy.restriction(caller, way, type);
    }

    /// Over how many patients a total may be that the caller is told.
    public long countable() {
        return countable;
    }

    /// The labels that records get when they are written.
    public List<Label> labels() {
        return policy.labels();
    }

    /// What the audit log remembers of earlier requests, so that the store can tell that a version is missing.
    public Trails past() {
        return past;
    }

    /// Takes the statements that end a write: they are sent together with its audit entry and the commit.
    public Writes.Last last() {
        if (last == null) {
            throw new IllegalStateException("a read ends with no statement");
        }
        return last;
    }

    /// Where the store writes down what it returned and changed.
    public Trail trail() {
        return trail;
    }
}
