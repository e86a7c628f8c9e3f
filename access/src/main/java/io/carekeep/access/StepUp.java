package io.carekeep.access;

import java.time.Duration;
import java.util.Optional;

/// How strongly somebody must have signed in for what they ask.
/// @param assurance that it needs at least
/// @param within how long ago it may be at most; empty for any time
public record StepUp(int assurance, Optional<Duration> within) implements Comparable<StepUp> {

    private static final Duration EVER = Duration.ofSeconds(Long.MAX_VALUE);

    /// No sign-in is asked for.
    public static final StepUp NONE = new StepUp(0, Optional.empty());

    /// Whether there is nothing to meet.
    public boolean isNone() {
        return equals(NONE);
    }

    /// Whether a sign-in is strong enough. One that isn't known never is.
    public boolean isMetBy(Optional<SignIn> signIn) {
        return isNone()
                || signIn.filter(known -> known.assurance() >= assurance)
                        .filter(known -> within.map(most -> known.age().compareTo(most) <= 0)
                                .orElse(true))
                        .isPresent();
    }

    /// The least comes first: the weakest, and of those the one that may be the oldest.
    @Override
    public int compareTo(StepUp other) {
        int strength = Integer.compare(assurance, other.assurance);
        return strength != 0 ? strength : other.within.orElse(EVER).compareTo(within.orElse(EVER));
    }
}
