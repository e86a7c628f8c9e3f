package io.carekeep.vault;

import javax.crypto.SecretKey;

/// A home's key, open. The key itself stays in this package.
public final class HomeKey {

    private final long home;
    private final int epoch;
    private final byte[] wrapped;
    private final SecretKey key;

    HomeKey(long home, int epoch, byte[] wrapped, SecretKey key) {
        this.home = home;
        this.epoch = epoch;
        this.wrapped = wrapped;
        this.key = key;
    }

    public long home() {
        return home;
    }

    /// The epoch whose key wraps it.
    public int epoch() {
        return epoch;
    }

    /// The key as it may lie in the database.
    public byte[] wrapped() {
        return wrapped.clone();
    }

    SecretKey key() {
        return key;
    }

    @Override
    public String toString() {
        return "[key]";
    }
}
