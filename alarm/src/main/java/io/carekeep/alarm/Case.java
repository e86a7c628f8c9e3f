package io.carekeep.alarm;

import io.carekeep.base.Check;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Something that is or was wrong, and how it stands.
/// @param times how often it was raised
/// @param last when it was raised last
/// @param owner the account that took it; 0 is the machine's operator
/// @param level how often nobody took it in time
/// @param due until when somebody is to take it
/// @param events how many lines its history has
/// @param evidence of the last time; null when the row was altered, and then nothing of it can be believed
public record Case(
        long number,
        Kind kind,
        Subject subject,
        Severity severity,
        Instant opened,
        long times,
        Instant last,
        @Nullable Long owner,
        int level,
        @Nullable Instant due,
        @Nullable Instant closed,
        int events,
        @Nullable Evidence evidence) {

    /// How it stands.
    public enum State {
        OPEN,
        TAKEN,
        CLOSED,
        /// Its row is not as it was written.
        ALTERED;

        /// As it stands in a page or an answer.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public State state() {
        if (evidence == null) {
            return State.ALTERED;
        }
        if (closed != null) {
            return State.CLOSED;
        }
        return owner == null ? State.OPEN : State.TAKEN;
    }

    static Case opened(long number, Alarm alarm, Instant now, Instant due) {
        return new Case(
                number,
                alarm.kind(),
                alarm.subject(),
                alarm.severity(),
                now,
                1,
                now,
                null,
                0,
                due,
                null,
                0,
                alarm.evidence());
    }

    /// Raised once more.
    Case again(Alarm alarm, Instant now) {
        var worse = severity.compareTo(alarm.severity()) >= 0 ? severity : alarm.severity();
        return new Case(
                number,
                kind,
                subject,
                worse,
                opened,
                times + 1,
                now,
                owner,
                level,
                due,
                closed,
                events,
                alarm.evidence());
    }

    /// To be taken by then, after so many times that nobody did.
    Case waiting(int timesMissed, Instant until) {
        return new Case(
                number,
                kind,
                subject,
                severity,
                opened,
                times,
                last,
                null,
                timesMissed,
                until,
                closed,
                events,
                evidence);
    }

    Case taken(long account) {
        return new Case(
                number, kind, subject, severity, opened, times, last, account, level, null, closed, events, evidence);
    }

    Case ended(Instant now) {
        return new Case(
                number, kind, subject, severity, opened, times, last, owner, level, null, now, events, evidence);
    }

    Case with(Evidence opened) {
        return new Case(
                number, kind, subject, severity, this.opened, times, last, owner, level, due, closed, events, opened);
    }

    Case withEvents(int count) {
        return new Case(
                number, kind, subject, severity, opened, times, last, owner, level, due, closed, count, evidence);
    }

    /// What an altered row becomes once somebody has looked at it: open, as bad as can be, and nobody's.
    Case reopened(Instant until, int count) {
        return new Case(
                number,
                kind,
                subject,
                Severity.CRITICAL,
                opened,
                times,
                last,
                null,
                0,
                until,
                null,
                count,
                Evidence.NONE);
    }

    Evidence known() {
        Check.that(evidence != null, "a case that is as it was written");
        return java.util.Objects.requireNonNull(evidence);
    }
}
