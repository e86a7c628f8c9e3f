package io.carekeep.access.policy;

import io.carekeep.access.Caller;
import io.carekeep.access.Circumstances;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.mask.Mask;
import java.time.LocalDateTime;
import java.util.Set;

/// What some groups may do, or must not do, with some records.
/// @param name says in a few words what it is for
/// @param types that it speaks of
/// @param interactions that it speaks of
/// @param whose records it speaks of
/// @param where what the records must be like, as a search says it; empty for all of them
/// @param hidden elements of the records that are not shown
/// @param kept elements that are not changed, beside the hidden ones
/// @param opens the names of the labels that it opens
/// @param bounds under which it counts
public record Rule(
        String name,
        Effect effect,
        Set<Group> groups,
        Set<ResourceType> types,
        Set<Interaction> interactions,
        Whose whose,
        String where,
        Mask hidden,
        Mask kept,
        Set<String> opens,
        Bounds bounds) {

    /// What a rule does. One that forbids is stronger than all that permit.
    public enum Effect {
        PERMIT,
        FORBID
    }

    /// Whose records.
    public enum Patients {
        /// Everybody's, and those that are nobody's.
        ANY,
        /// Those of the patients that the caller is: their account's `fhirUser` names them.
        SELF,
        /// Those of the patients in whose care the caller takes part, as records say it.
        IN_CARE,
        /// Those of the patients of the caller's organizations.
        MY_ORGANIZATION,
        /// Those of the patients for whom the caller acts as a related person.
        PROXY,
        /// Those of the patient whose records the caller has opened in an emergency.
        EMERGENCY;

        /// Whether it is known by what binds somebody to a patient, which begins and ends.
        boolean isBond() {
            return this == IN_CARE || this == MY_ORGANIZATION || this == PROXY;
        }
    }

    /// Whose records, and for how long.
    /// @param daysBefore how many days before somebody is bound to a patient it counts
    /// @param daysAfter how many days after that ended it still counts
    public record Whose(Patients patients, int daysBefore, int daysAfter) {

        public static final Whose ANYBODYS = new Whose(Patients.ANY, 0, 0);
    }

    public Rule {
        groups = Set.copyOf(groups);
        types = Set.copyOf(types);
        interactions = Set.copyOf(interactions);
        opens = Set.copyOf(opens);
    }

    /// Whether it is not always the same whom it is about.
    boolean isBound() {
        return !bounds.equals(Bounds.NONE);
    }

    /// Whether it counts now. When it isn't known from where or for what somebody asks, a rule permits nothing and
    /// forbids.
    boolean counts(Circumstances known, LocalDateTime now) {
        return bounds.areMet(known, now, effect == Effect.FORBID);
    }

    /// Whether it would count now if who asks had signed in again, or more strongly.
    boolean waitsForSignIn(Circumstances known, LocalDateTime now) {
        return !counts(known, now) && bounds.withoutSignIn().areMet(known, now, effect == Effect.FORBID);
    }

    /// What it leaves out of the records that it opens: of those that are looked at what is not shown, of those that
    /// are written what is not changed.
    public Mask mask(Interaction way) {
        return Ways.CHANGING.contains(way) ? hidden.or(kept) : hidden;
    }

    /// The same rule, hiding more.
    Rule hiding(Mask more) {
        return new Rule(name, effect, groups, types, interactions, whose, where, hidden.or(more), kept, opens, bounds);
    }

    /// What of it counts for something that it is about.
    /// @param never what is hidden whatever rules say
    Rule bare(Interaction way, Mask never) {
        var left = effect == Effect.PERMIT ? mask(way).or(never) : Mask.NONE;
        return new Rule("", effect, Set.of(), Set.of(), Set.of(), whose, where, left, Mask.NONE, opens, Bounds.NONE);
    }

    boolean isAbout(Caller caller, Interaction way, ResourceType type) {
        return interactions.contains(way)
                && types.contains(type)
                && caller.groups().stream().anyMatch(groups::contains);
    }

    boolean isAbout(Caller caller, Interaction way) {
        return interactions.contains(way) && caller.groups().stream().anyMatch(groups::contains);
    }
}
