package io.carekeep.store.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The milliseconds that a FHIR date may mean, first and last inside.
record Span(long low, long high) {

    private static final Pattern DATE = Pattern.compile("(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d))?)?");
    private static final Pattern TIME =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d)(:\\d\\d)?(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)?");
    static final long OPEN = Long.MAX_VALUE / 4;

    static Span of(String text, ZoneId zone) {
        var date = DATE.matcher(text);
        if (date.matches()) {
            var year = Integer.parseInt(Objects.requireNonNull(date.group(1)));
            return days(year, date.group(2), date.group(3), zone);
        }
        var time = TIME.matcher(text);
        if (!time.matches()) {
            throw new IllegalArgumentException(text);
        }
        var seconds = time.group(3) == null ? ":00" : time.group(3);
        var fraction = time.group(4) == null ? "" : time.group(4);
        var local = LocalDate.parse(time.group(1)).atTime(LocalTime.parse(time.group(2) + seconds + fraction));
        var offset = time.group(5);
        var start = local.atZone(offset == null ? zone : ZoneOffset.of(offset)).toInstant();
        long length = time.group(3) == null ? 60_000 : time.group(4) == null ? 1_000 : 1;
        return new Span(start.toEpochMilli(), start.toEpochMilli() + length - 1);
    }

    private static Span days(int year, @Nullable String month, @Nullable String day, ZoneId zone) {
        if (month == null) {
            return between(LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1), zone);
        }
        var first = YearMonth.of(year, Integer.parseInt(month));
        if (day == null) {
            return between(first.atDay(1), first.plusMonths(1).atDay(1), zone);
        }
        var date = first.atDay(Integer.parseInt(day));
        return between(date, date.plus(1, ChronoUnit.DAYS), zone);
    }

    private static Span between(LocalDate from, LocalDate until, ZoneId zone) {
        return new Span(millis(from, zone), millis(until, zone) - 1);
    }

    private static long millis(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    boolean within(Span other) {
        return other.low <= low && high <= other.high;
    }

    /// The prefixes of https://hl7.org/fhir/R4/search.html#prefix.
    boolean is(String prefix, Span asked, Instant now) {
        long tenth = Math.abs(now.toEpochMilli() - asked.low) / 10;
        return switch (prefix) {
            case "ne" -> !within(asked);
            case "gt" -> high > asked.high;
            case "lt" -> low < asked.low;
            case "ge" -> high > asked.high || within(asked);
            case "le" -> low < asked.low || within(asked);
            case "sa" -> low > asked.high;
            case "eb" -> high < asked.low;
            case "ap" -> low <= asked.high + tenth && asked.low - tenth <= high;
            default -> within(asked);
        };
    }
}
