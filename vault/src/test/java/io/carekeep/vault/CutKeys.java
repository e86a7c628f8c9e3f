package io.carekeep.vault;

/// Keys of a machine whose power fails before a chosen call.
final class CutKeys implements KeyProvider {

    /// The power failed.
    static final class PowerCut extends RuntimeException {}

    private final KeyProvider keys;
    private int left = Integer.MAX_VALUE;

    CutKeys(KeyProvider keys) {
        this.keys = keys;
    }

    /// Lets so many more calls through.
    void cutAfter(int calls) {
        left = calls;
    }

    private KeyProvider powered() {
        if (left == 0) {
            throw new PowerCut();
        }
        left--;
        return keys;
    }

    @Override
    public void add(int epoch) {
        powered().add(epoch);
    }

    @Override
    public void destroy(int epoch) {
        powered().destroy(epoch);
    }

    @Override
    public byte[] wrap(int epoch, String label, byte[] key) {
        return powered().wrap(epoch, label, key);
    }

    @Override
    public byte[] unwrap(int epoch, String label, byte[] wrapped) {
        return powered().unwrap(epoch, label, wrapped);
    }

    @Override
    public void rotateRoot() {
        powered().rotateRoot();
    }

    @Override
    public void forgetOldRoot() {
        powered().forgetOldRoot();
    }
}
