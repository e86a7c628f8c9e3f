package io.carekeep.vault;

/// The keys are missing or don't fit; the message says what to mend and holds no key.
public final class KeysUnusable extends RuntimeException {

    public KeysUnusable(String what) {
        super(what);
    }
}
