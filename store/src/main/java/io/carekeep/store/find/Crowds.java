package io.carekeep.store.find;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers which conditions so many rows meet that a page of them is found sooner by walking the rows in their order
/// than by collecting all that the index has: of 20,000 matches the index fetches and sorts each for the first twenty.
/// A page tells it by itself: its matches lie close together. It only chooses a way; both lead to the same page.
final class Crowds {

    /// How far apart the ends of a page may be.
    private static final int SPAN_MAX = 1_000;

    /// Smaller pages tell too little.
    private static final int PAGE_LEAST = 5;

    private static final int KEPT_MAX = 1_000;

    private final ConcurrentHashMap<Integer, Integer> windows = new ConcurrentHashMap<>();

    /// How many rows to walk for a page; none when the index is the better way.
    int window(Plan plan) {
        return windows.getOrDefault(plan.condition().fingerprint(), 0);
    }

    /// Learns from a whole page that the index found.
    void learn(Plan plan, List<Matches.Match> page) {
        long span = page.getLast().row().number() - page.getFirst().row().number();
        if (span > SPAN_MAX || page.size() < PAGE_LEAST) {
            return;
        }
        if (windows.size() >= KEPT_MAX) {
            windows.clear();
        }
        // Twice as far, since the next page may lie a little wider.
        windows.put(plan.condition().fingerprint(), (int) span * 2);
    }

    /// A walk was too short: the crowd has an end.
    void forget(Plan plan) {
        windows.remove(plan.condition().fingerprint());
    }
}
