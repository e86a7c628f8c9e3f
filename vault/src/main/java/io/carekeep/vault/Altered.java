package io.carekeep.vault;

/// What was to be opened is not what was sealed: a flipped bit, another row's body, an altered column or another key.
public final class Altered extends RuntimeException {

    Altered() {
        super("sealed data has been altered", null, false, false);
    }
}
