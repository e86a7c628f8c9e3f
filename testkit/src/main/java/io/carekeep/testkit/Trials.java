package io.carekeep.testkit;

import java.util.Random;

/// Tries a law with random input. A failure names its seed; `-Dseed=…` runs that one again.
public final class Trials {

    private final int count;

    private Trials(int count) {
        this.count = count;
    }

    /// One trial: it throws when the law does not hold.
    public interface Law {
        void holds(Random random) throws Exception;
    }

    /// As many trials, each with its own seed.
    public static void of(int count, Law law) {
        new Trials(count).run(law);
    }

    private void run(Law law) {
        var fixed = Long.getLong("seed");
        long first = fixed == null ? System.nanoTime() : fixed;
        for (long seed = first; seed < first + (fixed == null ? count : 1); seed++) {
            try {
                law.holds(new Random(seed));
            } catch (Exception | AssertionError failure) {
                throw new AssertionError("run again with -Dseed=" + seed, failure);
            }
        }
    }
}
