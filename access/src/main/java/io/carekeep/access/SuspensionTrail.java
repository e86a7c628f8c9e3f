package io.carekeep.access;

import io.carekeep.audit.AuditLog;
import java.time.Clock;
import java.util.List;

/// What the audit log remembers of accounts that the server suspends by itself: an entry of nobody's, which names the
/// account and why, and is found with those of the account.
public final class SuspensionTrail {

    private final AuditLog log;
    private final EntryMaker entries;

    /// @param log in whose transaction it is written
    public SuspensionTrail(AuditLog log, Clock clock) {
        this.log = log;
        this.entries = new EntryMaker(clock);
    }

    /// @param why one of some words
    /// @param after what the account could do afterwards, as other entries about accounts have it
    public void suspended(long account, String why, byte[] after) {
        var trail = new Trail();
        trail.changed(account, 0, after);
        var action = Action.of(Interaction.MANAGE_ACCOUNTS).asked("suspend account " + account + ": " + why);
        log.append(List.of(entries.byItself(account, action, trail)));
    }
}
