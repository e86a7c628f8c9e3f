package io.carekeep.fhir.validation;

import io.carekeep.base.Check;

/// What an invariant gives, as far as the elements that are there decide it, whatever they hold. Most invariants are
/// decided so; only the others are evaluated.
final class Presence {

    /// The invariant holds, is broken, or has to be evaluated.
    enum Verdict {
        HOLDS,
        BROKEN,
        UNDECIDED
    }

    /// The most elements that a table is made for: it doubles with each.
    static final int ELEMENTS_MAX = 12;

    private static final Verdict[] UNDECIDED = {Verdict.UNDECIDED};

    private final long mentioned;
    private final Verdict[] verdicts;

    private Presence(long mentioned, Verdict[] verdicts) {
        this.mentioned = mentioned;
        this.verdicts = verdicts;
    }

    /// Where an element stands in the set of those that are there.
    @FunctionalInterface
    interface Bits {

        /// A set of one, or 0 when the context has no such element.
        long bit(String element);
    }

    static Presence of(String expression, Bits bits) {
        var reader = new PresenceReader(expression, bits);
        var root = reader.expression();
        long mentioned = reader.mentioned();
        int elements = Long.bitCount(mentioned);
        if (elements > ELEMENTS_MAX) {
            return new Presence(0, UNDECIDED);
        }
        var verdicts = new Verdict[1 << elements];
        for (int row = 0; row < verdicts.length; row++) {
            verdicts[row] = verdict(root.of(Long.expand(row, mentioned)));
        }
        return new Presence(mentioned, verdicts);
    }

    private static Verdict verdict(PresenceReader.Known known) {
        return switch (known) {
            case TRUE -> Verdict.HOLDS;
            // An invariant that gives nothing is broken too.
            case FALSE, NOTHING -> Verdict.BROKEN;
            case SOMETHING, ANYTHING -> Verdict.UNDECIDED;
        };
    }

    /// @param present the set of the context's elements that are there
    Verdict of(long present) {
        int row = (int) Long.compress(present, mentioned);
        Check.that(row < verdicts.length, "the table has a row for each set");
        return verdicts[row];
    }

    /// Whether any set of elements decides the invariant.
    boolean decides() {
        for (var verdict : verdicts) {
            if (verdict != Verdict.UNDECIDED) {
                return true;
            }
        }
        return false;
    }
}
