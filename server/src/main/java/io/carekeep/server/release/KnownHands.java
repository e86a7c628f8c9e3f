package io.carekeep.server.release;

import io.carekeep.access.Permit;
import io.carekeep.access.release.Independence;
import io.carekeep.identity.Accounts;

/// What the accounts tell of who had a hand in which.
final class KnownHands implements Independence {

    private final Accounts accounts;

    KnownHands(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public long made(Permit permit, long account) {
        return accounts.made(permit, account).toEpochMilli();
    }

    @Override
    public boolean hadHand(Permit permit, long somebody, long account) {
        return accounts.hands(permit, account).contains(somebody);
    }
}
