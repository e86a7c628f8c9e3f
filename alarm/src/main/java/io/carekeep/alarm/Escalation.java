package io.carekeep.alarm;

import io.carekeep.base.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Who is paged, and by when somebody must have taken a case.
/// @param deadlines of each severity
/// @param lists the channels that are paged: first, when nobody took it in time, and so on; the last is paged again and
/// again
public record Escalation(Map<Severity, Duration> deadlines, List<Set<String>> lists) {

    private static final Duration REST_MAX = Duration.ofDays(1);
    private static final int DOUBLED_MAX = 20;

    public Escalation {
        deadlines = Map.copyOf(deadlines);
        lists = lists.stream().map(Set::copyOf).toList();
        Check.that(deadlines.size() == Severity.values().length, "each severity has a deadline");
        Check.that(!lists.isEmpty(), "there is a first list");
    }

    /// Until when a case is to be taken. Each time that nobody does, twice as long is left, and a day at most, or what
    /// its deadline was at first when that is longer.
    Instant due(Severity severity, int missed, Instant now) {
        var first = Objects.requireNonNull(deadlines.get(severity));
        var longer = first.multipliedBy(1L << Math.min(missed, DOUBLED_MAX));
        var most = first.compareTo(REST_MAX) > 0 ? first : REST_MAX;
        return now.plus(longer.compareTo(most) > 0 ? most : longer);
    }

    /// Whom to page when nobody took it in time so many times.
    Set<String> channels(int missed) {
        return lists.get(Math.min(missed, lists.size() - 1));
    }
}
