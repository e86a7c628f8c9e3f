package io.carekeep.access.policy;

import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// Who may manage what, whatever rules say.
final class Managing {

    /// Beside administrators.
    static final Set<Group> OF_ALARMS = Set.of(Group.SUPPORT, Group.SECURITY_OFFICER);

    private static final Set<Interaction> ADMINISTERING = EnumSet.of(
            Interaction.MANAGE_ACCOUNTS,
            Interaction.MANAGE_KEYS,
            Interaction.ERASE,
            Interaction.REINDEX,
            Interaction.RELABEL,
            Interaction.MANAGE_POLICY,
            Interaction.VERIFY_LOG,
            Interaction.VIEW_LOG,
            Interaction.VIEW_ALARMS,
            Interaction.HANDLE_ALARMS,
            Interaction.MANAGE_BUDGETS,
            Interaction.MANAGE_RELEASES,
            Interaction.RELEASE_DATA);
    private static final Set<Interaction> GUARDING = EnumSet.of(
            Interaction.MANAGE_BUDGETS, Interaction.VIEW_LOG, Interaction.MANAGE_RELEASES, Interaction.RELEASE_DATA);
    // What they are told is about themselves.
    private static final Set<Interaction> ANYBODY = EnumSet.of(Interaction.LIFT_BUDGET, Interaction.VIEW_OWN_LOG);
    private static final Set<Interaction> ALARMING = EnumSet.of(Interaction.VIEW_ALARMS, Interaction.HANDLE_ALARMS);

    private Managing() {}

    /// Whether somebody whose token no scopes narrow may do this by being in these groups.
    static boolean may(Set<Group> groups, Interaction way) {
        return ANYBODY.contains(way)
                || ADMINISTERING.contains(way) && groups.contains(Group.ADMINISTRATOR)
                || ALARMING.contains(way) && !Collections.disjoint(groups, OF_ALARMS)
                || GUARDING.contains(way) && groups.contains(Group.SECURITY_OFFICER);
    }
}
