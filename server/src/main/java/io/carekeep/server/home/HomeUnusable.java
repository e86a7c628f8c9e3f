package io.carekeep.server.home;

/// The folder can't be worked with; the message says why and what to do.
public final class HomeUnusable extends RuntimeException {

    public HomeUnusable(String what) {
        super(what);
    }
}
