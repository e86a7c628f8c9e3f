package io.carekeep.access.release;

import io.carekeep.access.Permit;

/// Tells whether accounts are those of different people, as far as that can be known.
public interface Independence {

    /// When an account was made, in milliseconds since the epoch.
    long made(Permit permit, long account);

    /// Whether somebody had a hand in an account: made it, put it into groups, said who it is, or let it choose a
    /// password; or did so with the account of who did.
    boolean hadHand(Permit permit, long somebody, long account);
}
