package io.carekeep.access.release;

import java.util.List;

/// Records that are to be given to somebody outside.
/// @param account that proposed it
/// @param at when, in milliseconds since the epoch
/// @param until when it may be delivered
/// @param sealed what is given to whom for what
/// @param words what became of it, in their order
public record Release(long number, long account, long at, long until, byte[] sealed, List<Said> words) {

    /// How many others must approve.
    public static final int APPROVERS = 2;

    /// How often a delivery may be begun: one can break.
    public static final int DELIVERIES = 3;

    /// What somebody said of a release, or did with it. The numbers are stored: add, never change.
    public enum Word {
        APPROVES(1),
        REFUSES(2),
        BEGAN(3),
        DELIVERED(4);

        private final int number;

        Word(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        static Word of(int number) {
            return values()[number - 1];
        }
    }

    /// @param at in milliseconds since the epoch
    public record Said(long account, long at, Word word) {}

    /// Where it stands.
    public enum State {
        PROPOSED,
        APPROVED,
        REFUSED,
        DELIVERED,
        EXPIRED
    }

    public Release {
        words = List.copyOf(words);
    }

    /// @param now in milliseconds since the epoch
    public State state(long now) {
        if (count(Word.REFUSES) > 0) {
            return State.REFUSED;
        }
        if (count(Word.DELIVERED) > 0) {
            return State.DELIVERED;
        }
        if (now > until) {
            return State.EXPIRED;
        }
        return count(Word.APPROVES) >= APPROVERS ? State.APPROVED : State.PROPOSED;
    }

    long count(Word word) {
        return words.stream().filter(each -> each.word() == word).count();
    }

    @Override
    public String toString() {
        return "release " + number;
    }
}
