package io.carekeep.access.release;

import java.util.List;
import java.util.stream.IntStream;

/// Records that are to be given to somebody outside.
/// @param account that proposed it
/// @param at when, in milliseconds since the epoch
/// @param until when it may be delivered
/// @param content what is given to whom for what
/// @param words what became of it, in their order
/// @param whole whether each of its words is as it was written
public record Release(long number, long account, long at, long until, byte[] content, List<Said> words, boolean whole) {

    /// How many others must approve.
    public static final int APPROVERS = 2;

    /// How often a delivery may be begun: one can break.
    public static final int DELIVERIES = 3;

    /// What somebody said of a release, or did with it. The numbers are stored: add, never change.
    public enum Word {
        APPROVES(1),
        REFUSES(2),
        BEGAN(3),
        DELIVERED(4),
        /// An approval of before they were sealed, which counts no more.
        LAPSED(5),
        BROKE(6);

        private final int number;

        Word(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }

        static Word of(int number) {
            return values()[number - 1];
        }
    }

    /// @param at in milliseconds since the epoch
    /// @param found what each search found when it was approved; else nothing
    public record Said(long account, long at, Word word, List<Found> found) {

        public Said {
            found = List.copyOf(found);
        }
    }

    /// Where it stands.
    public enum State {
        PROPOSED,
        APPROVED,
        REFUSED,
        DELIVERED,
        EXPIRED,
        /// Somebody changed its rows in the database.
        ALTERED
    }

    public Release {
        words = List.copyOf(words);
    }

    /// @param now in milliseconds since the epoch
    public State state(long now) {
        if (!whole) {
            return State.ALTERED;
        }
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

    /// How many records and patients of each search may be given: the least that somebody approved.
    public List<Found> approved() {
        var approvals =
                words.stream().filter(each -> each.word() == Word.APPROVES).toList();
        if (approvals.isEmpty()) {
            return List.of();
        }
        return IntStream.range(0, approvals.getFirst().found().size())
                .mapToObj(search -> approvals.stream()
                        .map(each -> each.found().get(search))
                        .reduce(Found::least)
                        .orElseThrow())
                .toList();
    }

    @Override
    public String toString() {
        return "release " + number;
    }
}
