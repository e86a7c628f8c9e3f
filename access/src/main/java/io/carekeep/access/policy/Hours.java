package io.carekeep.access.policy;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Hours of some days of the week, such as `mon-fri 07:00-19:00`; `fri 22:00-06:00` ends on the day after.
/// @param to when they are over
record Hours(Set<DayOfWeek> days, LocalTime from, LocalTime to) {

    private static final int DAYS = 7;
    private static final List<String> NAMES = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final String DAY = "(mon|tue|wed|thu|fri|sat|sun)";
    private static final String TIME = "([01]\\d|2[0-3]):([0-5]\\d)";
    private static final Pattern TEXT = Pattern.compile("(?:" + DAY + "(?:-" + DAY + ")? +)?" + TIME + "-" + TIME);

    Hours {
        days = Set.copyOf(days);
    }

    /// Empty when the text is none. Without days it is every day.
    static Optional<Hours> parse(String text) {
        var found = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!found.matches()) {
            return Optional.empty();
        }
        var first = found.group(1);
        var last = found.group(2) == null ? first : found.group(2);
        var days = first == null ? EnumSet.allOf(DayOfWeek.class) : days(NAMES.indexOf(first), NAMES.indexOf(last));
        return Optional.of(new Hours(days, time(found.group(3), found.group(4)), time(found.group(5), found.group(6))));
    }

    private static Set<DayOfWeek> days(int first, int last) {
        var days = EnumSet.of(DayOfWeek.of(last + 1));
        for (int day = first; day != last; day = (day + 1) % NAMES.size()) {
            days.add(DayOfWeek.of(day + 1));
        }
        return days;
    }

    private static LocalTime time(String hour, String minute) {
        return LocalTime.of(Integer.parseInt(hour), Integer.parseInt(minute));
    }

    boolean has(LocalDateTime now) {
        var today = now.getDayOfWeek();
        var time = now.toLocalTime();
        if (from.isBefore(to)) {
            return days.contains(today) && !time.isBefore(from) && time.isBefore(to);
        }
        return days.contains(today) && !time.isBefore(from) || days.contains(today.minus(1)) && time.isBefore(to);
    }

    /// The next time at which they begin, or this one when they last.
    LocalDateTime next(LocalDateTime now) {
        if (has(now)) {
            return now;
        }
        var day = now.toLocalTime().isBefore(from)
                ? now.toLocalDate()
                : now.toLocalDate().plusDays(1);
        while (!days.contains(day.getDayOfWeek())) {
            day = day.plusDays(1);
        }
        return day.atTime(from);
    }

    /// The times in the next week at which they may be over.
    Stream<LocalDateTime> ends(LocalDateTime now) {
        return IntStream.rangeClosed(0, DAYS)
                .mapToObj(days -> now.toLocalDate().plusDays(days).atTime(to))
                .filter(each -> !each.isBefore(now));
    }
}
