package io.carekeep.vault;

/// Where the root key lives. It wraps other keys and never leaves.
///
/// Each epoch has a secret of its own with the provider. Once that is destroyed, nothing that the epoch's key wrapped
/// opens again: not from an old copy of the database, and not with the root key of today.
public interface KeyProvider {

    /// The slot of keys that no epoch ends.
    int PERMANENT = 0;

    /// Makes the secret of an epoch, durably, if there is none.
    void add(int epoch);

    /// Destroys the secret of an epoch, durably.
    void destroy(int epoch);

    /// Wraps a key.
    /// @param epoch [#PERMANENT], or an epoch that was added
    /// @param label what the key is for; unwrapping needs the same
    byte[] wrap(int epoch, String label, byte[] key);

    /// Opens a wrapped key.
    /// @throws KeysUnusable when it was wrapped under another root, another epoch or another label
    byte[] unwrap(int epoch, String label, byte[] wrapped);

    /// Puts a new root in the place of the old one, which stays until [#forgetOldRoot()]. Until then
    /// it changes nothing to ask again.
    void rotateRoot();

    /// Destroys the root before the last rotation, once nothing is wrapped under it.
    void forgetOldRoot();
}
