package io.carekeep.alarm;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A line of a case's history.
/// @param about the number of the case
/// @param number from 1 on
/// @param account whose doing it was; 0 is the machine or its operator
/// @param text evidence, or what a person wrote; null when the line was altered
public record CaseEvent(
        long about,
        int number,
        Instant at,
        long account,
        What what,
        @Nullable String text) {

    /// What happened. The numbers are stored: add, never change.
    public enum What {
        RAISED(1),
        RAISED_AGAIN(2),
        TAKEN(3),
        NOTED(4),
        REPAIRED(5),
        CHECK_FAILED(6),
        CHECK_PASSED(7),
        REVIEWED(8),
        CLOSED(9),
        PAGED(10),
        ESCALATED(11),
        /// Opened again after its row was altered.
        REOPENED(12);

        private final int number;

        What(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }

        // A number that is none of ours makes the line an altered one: its seal has another.
        static What of(int number) {
            return Arrays.stream(values())
                    .filter(each -> each.number == number)
                    .findFirst()
                    .orElse(RAISED);
        }

        /// As it stands in an answer.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    CaseEvent with(@Nullable String opened) {
        return new CaseEvent(about, number, at, account, what, opened);
    }

    @Override
    public String toString() {
        return "event " + number + " of case " + about;
    }
}
