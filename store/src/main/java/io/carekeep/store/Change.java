package io.carekeep.store;

import java.util.Optional;

/// How a version came to be. The numbers stand in rows: add, never change.
public enum Change {
    CREATED(1),
    UPDATED(2),
    DELETED(3);

    private static final Change[] ALL = values();

    private final int number;

    Change(int number) {
        this.number = number;
    }

    /// What stands for it in a row's `state`.
    public int number() {
        return number;
    }

    /// What a row's `state` stands for; empty when no such state is written.
    static Optional<Change> of(int number) {
        return number >= 1 && number <= ALL.length ? Optional.of(ALL[number - 1]) : Optional.empty();
    }
}
