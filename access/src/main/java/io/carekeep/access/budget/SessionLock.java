package io.carekeep.access.budget;

/// Shuts an account out: its sessions end, in every process, and it can't sign in until somebody resumes it.
@FunctionalInterface
public interface SessionLock {

    /// Does so in the transaction at hand.
    void lock(long account);
}
