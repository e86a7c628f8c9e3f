package io.carekeep.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What can be asked for: https://hl7.org/fhir/R4/http.html. The numbers stand in the audit log: add, never change.
public enum Interaction {
    READ(1, false),
    VREAD(2, false),
    HISTORY(3, false),
    SEARCH(4, false),
    CREATE(5, true),
    UPDATE(6, true),
    PATCH(7, true),
    DELETE(8, true),
    TRANSACTION(9, true),
    EVERYTHING(10, false),
    META(11, false),
    VALIDATE(12, false),
    EXPORT(13, false),
    SIGN_IN(14, true),
    ISSUE_TOKEN(15, true),
    MANAGE_ACCOUNTS(16, true),
    REVOKE_TOKEN(17, true),
    ENROL(18, true),
    MANAGE_KEYS(19, true),
    ERASE(20, true),
    REINDEX(21, true),
    MANAGE_POLICY(22, true),
    /// Beside a write: to be bound to patients by what one writes oneself. Never asked for alone.
    MAY_ASSIGN(23, true),
    /// Open one patient's records in an emergency.
    BREAK_GLASS(24, true),
    /// Put labels on stored records that new rules ask for.
    RELABEL(25, true),
    VIEW_ALARMS(30, false),
    HANDLE_ALARMS(31, true),
    VERIFY_LOG(40, false),
    /// Read in the audit log who did what, and to whom.
    VIEW_LOG(41, false),
    /// Read in the audit log who saw the caller, or somebody for whom the caller acts.
    VIEW_OWN_LOG(42, false),
    /// See more patients for a time, by the caller's own word.
    LIFT_BUDGET(50, true),
    /// Look at what others have seen, let them see more, and name canaries.
    MANAGE_BUDGETS(51, true),
    /// Propose and decide what is released to somebody outside.
    MANAGE_RELEASES(60, true),
    /// Give the records of an approved release to its recipient.
    RELEASE_DATA(61, false);

    private final int number;
    private final boolean writes;

    Interaction(int number, boolean writes) {
        this.number = number;
        this.writes = writes;
    }

    int number() {
        return number;
    }

    /// The one with this number; empty when a later version of Carekeep wrote it down.
    public static Optional<Interaction> of(int number) {
        return Arrays.stream(values()).filter(each -> each.number == number).findFirst();
    }

    /// Its name as FHIR and a policy write it, such as `read`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether its work and its audit entry are one transaction.
    public boolean writes() {
        return writes;
    }
}
