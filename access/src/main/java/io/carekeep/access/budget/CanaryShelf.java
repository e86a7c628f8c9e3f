package io.carekeep.access.budget;

import java.util.List;

/// Where canaries are kept, sealed.
public interface CanaryShelf {

    /// A canary.
    /// @param patient its number
    /// @param address such as `Patient/1`
    /// @param at since when, in milliseconds since the epoch
    /// @param account who named it
    record Canary(long patient, String address, long at, long account) {}

    /// The number of the last row.
    long last();

    /// Those that are named.
    List<Canary> all();

    void add(Canary canary);

    /// @param canary with when and by whom it is taken back
    void remove(Canary canary);
}
