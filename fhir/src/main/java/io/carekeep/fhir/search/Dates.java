package io.carekeep.fhir.search;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/// FHIR dates as ranges of milliseconds: https://hl7.org/fhir/R4/search.html#date. Fractions finer than a millisecond
/// are cut off.
public final class Dates {

    /// From the first to the last millisecond that a date may mean, both inside, since the epoch.
    public record Span(long low, long high) {}

    // 48 bits of milliseconds reach back from the end of the year 9999 to the year 1080.
    private static final long ORIGIN = -28_072_675_910_600L;
    private static final long MOST = (1L << 48) - 2;

    private Dates() {}

    /// The 48-bit code of a time; times outside the years 1080 to 9999 become the nearest.
    public static long code(long millis) {
        return Math.clamp(millis - ORIGIN, 0, MOST);
    }

    /// What a date, dateTime or instant means; empty when it is none.
    /// @param zone of what names no offset
    public static Optional<Span> span(String text, ZoneId zone) {
        try {
            return Optional.of(parsed(text, zone));
        } catch (DateTimeException | NumberFormatException | StringIndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }

    private static Span parsed(String text, ZoneId zone) {
        return switch (text.length()) {
            case 4 ->
                days(
                        Year.of(Integer.parseInt(text)).atDay(1),
                        Year.of(Integer.parseInt(text) + 1).atDay(1),
                        zone);
            case 7 -> {
                var month = YearMonth.parse(text);
                yield days(month.atDay(1), month.plusMonths(1).atDay(1), zone);
            }
            case 10 -> {
                var day = LocalDate.parse(text);
                yield days(day, day.plusDays(1), zone);
            }
            default -> time(text, zone);
        };
    }

    private static Span days(LocalDate from, LocalDate until, ZoneId zone) {
        return new Span(
                from.atStartOfDay(zone).toInstant().toEpochMilli(),
                until.atStartOfDay(zone).toInstant().toEpochMilli() - 1);
    }

    private static Span time(String text, ZoneId zone) {
        int zoneAt = zoneAt(text);
        var clock = text.substring(11, zoneAt);
        boolean minutes = clock.length() == 5;
        int dot = clock.indexOf('.');
        var time = LocalTime.parse(dot > 0 && clock.length() > dot + 10 ? clock.substring(0, dot + 10) : clock);
        var local = LocalDateTime.of(LocalDate.parse(text.substring(0, 10)), time);
        var offset = zoneAt == text.length() ? zone : ZoneOffset.of(text.substring(zoneAt));
        long low = local.atZone(offset).toInstant().toEpochMilli();
        return new Span(low, minutes ? low + 59_999 : dot < 0 ? low + 999 : low);
    }

    private static int zoneAt(String text) {
        if (text.charAt(10) != 'T') {
            throw new DateTimeException("a T stands between date and time");
        }
        for (int at = 11; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (letter == 'Z' || letter == '+' || letter == '-') {
                return at;
            }
        }
        return text.length();
    }
}
