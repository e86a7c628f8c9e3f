package io.carekeep.server.settings;

/// A setting is unknown or has no usable value; the message names it and says what would do.
public final class SettingsUnusable extends RuntimeException {

    public SettingsUnusable(String what) {
        super(what);
    }
}
