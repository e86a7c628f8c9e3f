package io.carekeep.access.budget;

import io.carekeep.access.Caller;
import io.carekeep.access.ExitWatch;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Counts how often a watch is asked to admit something, which takes a transaction.
record CountingExit(ExitWatch watch, AtomicLong admitted) implements ExitWatch {

    @Override
    public boolean passes(Caller caller, Set<Long> patients) {
        return watch.passes(caller, patients);
    }

    @Override
    public Optional<Stop> admit(Caller caller, Set<Long> patients) {
        admitted.incrementAndGet();
        return watch.admit(caller, patients);
    }

    @Override
    public void stopped(Stop stop) {
        watch.stopped(stop);
    }

    @Override
    public void left(Caller caller, Set<Long> patients) {
        watch.left(caller, patients);
    }

    @Override
    public long countable(Caller caller) {
        return watch.countable(caller);
    }
}
