package io.carekeep.fhir.validation;

import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.path.Amendments;
import io.carekeep.fhir.path.Context;
import io.carekeep.fhir.path.Node;
import io.carekeep.fhir.path.Path;

/// One invariant, compiled for the elements that one shape has.
/// @param presence what the elements that are there decide
/// @param glance a quick look that decides most of the rest
record Rule(String key, String human, Path path, Presence presence, Glance glance) {

    /// Compiled invariants are shared by the shapes that keep them.
    static Rule of(Definitions.Invariant invariant, Path path, Presence.Bits bits) {
        return new Rule(
                invariant.key(),
                invariant.human(),
                path,
                Presence.of(path.text(), bits),
                Glance.of(invariant.path(), invariant.key()));
    }

    static Path compiled(Definitions.Invariant invariant) {
        return Path.compile(Amendments.amended(invariant.expression()));
    }

    /// Whether the elements that are there settle that it holds.
    boolean holdsFor(long present) {
        return presence.of(present) == Presence.Verdict.HOLDS;
    }

    /// @param present the set of the element's children that are there
    /// @throws io.carekeep.base.Refused when a limit of the evaluation is reached
    boolean holds(Node element, long present, Context context) {
        return switch (presence.of(present)) {
            case HOLDS -> true;
            case BROKEN -> false;
            case UNDECIDED -> glance.shows(element.doc(), element.node()) || path.holds(element, context);
        };
    }
}
