package io.carekeep.store.upkeep;

import java.util.List;

/// What a scrub found.
/// @param rows how many current rows it read
/// @param versions how many rows of older versions it read
/// @param damagedEntries how many audit entries didn't open
/// @param flaws at most [Scrub#FLAWS_MAX]
/// @param more whether there are more flaws than that
public record ScrubReport(long rows, long versions, long damagedEntries, List<Flaw> flaws, boolean more) {

    public ScrubReport {
        flaws = List.copyOf(flaws);
    }

    /// Whether everything is as it was written.
    public boolean clean() {
        return flaws.isEmpty() && damagedEntries == 0;
    }
}
