package io.carekeep.access;

import io.carekeep.fhir.ResourceType;
import java.util.EnumSet;
import java.util.Set;

/// The policy until rules come: by group, all records or none.
public final class CoarsePolicy implements Policy {

    private static final Set<Interaction> READING = EnumSet.of(
            Interaction.READ,
            Interaction.VREAD,
            Interaction.HISTORY,
            Interaction.SEARCH,
            Interaction.EVERYTHING,
            Interaction.META,
            Interaction.VALIDATE);
    private static final Set<Interaction> WRITING = EnumSet.of(
            Interaction.CREATE, Interaction.UPDATE, Interaction.PATCH, Interaction.DELETE, Interaction.TRANSACTION);
    // Identity asks for these only for a caller who has just proved who they are, about their own account.
    private static final Set<Interaction> OWN =
            EnumSet.of(Interaction.SIGN_IN, Interaction.ISSUE_TOKEN, Interaction.REVOKE_TOKEN, Interaction.ENROL);

    private static final Set<Interaction> MANAGING =
            EnumSet.of(Interaction.MANAGE_ACCOUNTS, Interaction.MANAGE_KEYS, Interaction.ERASE, Interaction.REINDEX);

    @Override
    public Decision decide(Caller caller, Action action) {
        if (action.interaction() == Interaction.EXPORT) {
            return new Decision.Denied("records leave one by one and audited: no route exports the database");
        }
        boolean own = OWN.contains(action.interaction());
        return own || caller.groups().stream().anyMatch(group -> may(group, action.interaction()))
                ? new Decision.Permitted()
                : new Decision.Denied("your groups may not do this");
    }

    private static boolean may(Group group, Interaction interaction) {
        return switch (group) {
            case ADMINISTRATOR -> MANAGING.contains(interaction);
            case OPERATOR, CLINICIAN -> READING.contains(interaction) || WRITING.contains(interaction);
            case READER -> READING.contains(interaction);
        };
    }

    @Override
    public Restriction restriction(Caller caller, Interaction way, ResourceType type) {
        boolean may = caller.groups().stream().anyMatch(group -> may(group, way));
        return may ? new Restriction.Everything() : new Restriction.Nothing();
    }
}
