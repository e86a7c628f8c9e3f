package io.carekeep.store.upkeep;

/// Hears what a scrub found.
public interface ScrubWatch {

    void scrubbed(ScrubReport report);
}
