package io.carekeep.access.policy;

import io.carekeep.access.Interaction;
import java.util.EnumSet;
import java.util.Set;

/// The kinds of interactions.
final class Ways {

    static final Set<Interaction> VIEWING = EnumSet.of(
            Interaction.READ,
            Interaction.VREAD,
            Interaction.HISTORY,
            Interaction.SEARCH,
            Interaction.EVERYTHING,
            Interaction.META,
            Interaction.VALIDATE);
    static final Set<Interaction> CHANGING =
            EnumSet.of(Interaction.CREATE, Interaction.UPDATE, Interaction.PATCH, Interaction.DELETE);
    /// Those that rules may speak of.
    static final Set<Interaction> OF_RECORDS = union(union(VIEWING, CHANGING), EnumSet.of(Interaction.MAY_ASSIGN));

    /// Identity asks for these only for a caller who has just proved who they are, about their own account.
    static final Set<Interaction> OWN =
            EnumSet.of(Interaction.SIGN_IN, Interaction.ISSUE_TOKEN, Interaction.REVOKE_TOKEN, Interaction.ENROL);

    private Ways() {}

    private static Set<Interaction> union(Set<Interaction> some, Set<Interaction> others) {
        var all = EnumSet.copyOf(some);
        all.addAll(others);
        return all;
    }
}
