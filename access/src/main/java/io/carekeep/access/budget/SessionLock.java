package io.carekeep.access.budget;

import java.util.Locale;

/// Shuts an account out: its sessions end, in every process, and it can't sign in until somebody resumes it.
@FunctionalInterface
public interface SessionLock {

    /// Why it is shut out.
    enum Reason {
        /// A patient whom nobody has a reason to see was in an answer.
        CANARY_SEEN;

        /// As the audit log writes it.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// Does so in the transaction at hand.
    void lock(long account, Reason why);
}
