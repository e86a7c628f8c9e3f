package io.carekeep.alarm;

/// Whether the server can do its work now.
public interface Well {

    boolean now();
}
