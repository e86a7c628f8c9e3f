package io.carekeep.server.local;

/// The running server did not do what a command asked; the message says why.
public final class LocalUnusable extends RuntimeException {

    public LocalUnusable(String what) {
        super(what);
    }
}
