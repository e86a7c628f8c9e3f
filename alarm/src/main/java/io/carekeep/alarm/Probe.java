package io.carekeep.alarm;

import java.util.Optional;

/// The check behind a kind of alarm: a case of that kind closes only once this passes. Each module has its own.
public interface Probe {

    Kind kind();

    /// Looks, now, outside of any transaction.
    Finding run(Subject subject);

    /// Mends what can be mended without a person, and says what was done; empty when that is nothing.
    default Optional<Evidence> repair(Subject subject) {
        return Optional.empty();
    }
}
