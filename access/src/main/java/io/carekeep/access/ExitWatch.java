package io.carekeep.access;

import io.carekeep.base.Problem;
import java.util.Optional;
import java.util.Set;

/// Watches what leaves: counts the patients that callers get to see, and stops an answer that shows too many, or one
/// that nobody may see.
public interface ExitWatch {

    /// Stops nothing and counts nothing.
    ExitWatch NONE = new ExitWatch() {
        @Override
        public boolean passes(Caller caller, Set<Long> patients) {
            return true;
        }

        @Override
        public Optional<Stop> admit(Caller caller, Set<Long> patients) {
            return Optional.empty();
        }

        @Override
        public void stopped(Stop stop) {}

        @Override
        public void left(Caller caller, Set<Long> patients) {}

        @Override
        public long countable(Caller caller) {
            return Long.MAX_VALUE;
        }
    };

    /// Why an answer may not leave.
    /// @param account of the caller
    /// @param problem what the caller is told
    /// @param window which budget is spent, or 0 for a canary
    /// @param patients how many they have seen in it
    /// @param most how many they may see
    record Stop(long account, Problem problem, int window, long patients, long most) {}

    /// Whether an answer about these patients may leave without anything written down.
    boolean passes(Caller caller, Set<Long> patients);

    /// Writes down, in the transaction at hand, that the caller gets to see these patients.
    /// @return why the answer may not leave; then nothing is written
    Optional<Stop> admit(Caller caller, Set<Long> patients);

    /// Does, in the transaction at hand, what follows from a stop.
    void stopped(Stop stop);

    /// Hears that what was admitted is durable.
    void left(Caller caller, Set<Long> patients);

    /// Over how many patients a total may be that the caller is told.
    long countable(Caller caller);
}
