package io.carekeep.fhir.path;

import io.carekeep.fhir.path.Moment.Precision;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Compares and moves dates and times as precisely as they were written.
final class Moments {

    /// The widest distance of a zone from UTC; a time without zone could be any of them.
    private static final Duration ZONE_MAX = Duration.ofHours(14);

    private Moments() {}

    /// Less than, equal to or greater than 0; null when the finer fields of one are not written in the other.
    static @Nullable Integer compare(Moment left, Moment right) {
        if (left.has(Precision.HOUR) && right.has(Precision.HOUR) && left.kind() != Moment.Kind.TIME) {
            if (left.offset() != null && right.offset() != null) {
                return compareFields(utc(left, left.offset()), utc(right, right.offset()));
            }
            if (left.offset() != null || right.offset() != null) {
                return compareAcrossZones(left, right);
            }
        }
        return compareFields(left, right);
    }

    private static Moment utc(Moment moment, ZoneOffset offset) {
        return moment.with(moment.local().minusSeconds(offset.getTotalSeconds()));
    }

    private static @Nullable Integer compareAcrossZones(Moment left, Moment right) {
        var one =
                left.offset() == null ? left.local() : utc(left, left.offset()).local();
        var other = right.offset() == null
                ? right.local()
                : utc(right, right.offset()).local();
        return Duration.between(one, other).abs().compareTo(ZONE_MAX) > 0 ? one.compareTo(other) : null;
    }

    private static @Nullable Integer compareFields(Moment left, Moment right) {
        var precision = left.has(right.precision()) ? right.precision() : left.precision();
        int order = cut(left.local(), precision).compareTo(cut(right.local(), precision));
        if (order != 0) {
            return order;
        }
        return left.precision() == right.precision() ? Integer.valueOf(0) : null;
    }

    private static LocalDateTime cut(LocalDateTime local, Precision precision) {
        return switch (precision) {
            case YEAR -> LocalDateTime.of(local.getYear(), 1, 1, 0, 0);
            case MONTH -> LocalDateTime.of(local.getYear(), local.getMonth(), 1, 0, 0);
            case DAY -> local.truncatedTo(ChronoUnit.DAYS);
            case HOUR -> local.truncatedTo(ChronoUnit.HOURS);
            case MINUTE -> local.truncatedTo(ChronoUnit.MINUTES);
            case SECOND -> local;
        };
    }

    /// A moment moved by a quantity of time; what is finer than the moment's precision is cut off.
    static Moment plus(Moment moment, Item.Amount amount, int sign) {
        var unit = Units.calendar(amount);
        if (unit == null) {
            throw Fault.of("a calendar word or a definite UCUM unit of time");
        }
        try {
            return moment.with(plus(moment, amount.number(), unit, sign));
        } catch (DateTimeException | ArithmeticException _) {
            throw Fault.of("a date between the years 1 and 9999");
        }
    }

    private static LocalDateTime plus(Moment moment, BigDecimal number, ChronoUnit unit, int sign) {
        long whole = number.setScale(0, RoundingMode.DOWN).longValueExact() * sign;
        var local = moment.local();
        var finest = finest(moment.precision());
        var moved = switch (unit) {
            case YEARS, MONTHS -> local.plus(whole, unit);
            default -> plusCut(local, whole, unit, finest);
        };
        if (moved.getYear() < 1 || moved.getYear() > 9999) {
            throw new DateTimeException("year");
        }
        return moved;
    }

    private static LocalDateTime plusCut(LocalDateTime local, long whole, ChronoUnit unit, ChronoUnit finest) {
        if (unit.compareTo(finest) >= 0) {
            return local.plus(whole, unit);
        }
        long coarse = switch (finest) {
            case YEARS ->
                Math.multiplyExact(whole, unit.getDuration().toMillis())
                        / Duration.ofDays(365).toMillis();
            case MONTHS ->
                Math.multiplyExact(whole, unit.getDuration().toMillis())
                        / Duration.ofDays(30).toMillis();
            default ->
                Math.multiplyExact(whole, unit.getDuration().toMillis())
                        / finest.getDuration().toMillis();
        };
        return local.plus(coarse, finest);
    }

    private static ChronoUnit finest(Precision precision) {
        return switch (precision) {
            case YEAR -> ChronoUnit.YEARS;
            case MONTH -> ChronoUnit.MONTHS;
            case DAY -> ChronoUnit.DAYS;
            case HOUR -> ChronoUnit.HOURS;
            case MINUTE -> ChronoUnit.MINUTES;
            case SECOND -> ChronoUnit.MILLIS;
        };
    }

    /// A moment as another kind: a date with time without its time, or the reverse.
    static Moment as(Moment moment, Moment.Kind kind) {
        if (moment.kind() == kind) {
            return moment;
        }
        boolean cut = kind == Moment.Kind.DATE && moment.has(Precision.HOUR);
        var precision = cut ? Precision.DAY : moment.precision();
        var local =
                kind == Moment.Kind.TIME ? moment.local().withYear(1).withDayOfYear(1) : cut(moment.local(), precision);
        boolean clock = kind != Moment.Kind.DATE;
        var offset = kind == Moment.Kind.DATE_TIME ? moment.offset() : null;
        return new Moment(kind, local, precision, clock ? moment.fraction() : 0, offset);
    }

    /// How many digits are written: 4 for a year, 17 for a date with time to the millisecond.
    static int digits(Moment moment) {
        boolean time = moment.kind() == Moment.Kind.TIME;
        int before = switch (moment.precision()) {
            case YEAR -> 4;
            case MONTH -> 6;
            case DAY -> 8;
            case HOUR -> 10;
            case MINUTE -> 12;
            case SECOND -> moment.fraction() > 0 ? 17 : 14;
        };
        return time ? before - 8 : before;
    }

    /// The first or last moment that is written like this one, with so many digits; or null for another number of
    /// digits.
    static @Nullable Moment boundary(Moment moment, @Nullable Integer digits, Boundaries.End end) {
        int wanted = digits == null ? usual(moment.kind()) : digits;
        var precision = precision(moment.kind() == Moment.Kind.TIME ? wanted + 8 : wanted);
        if (precision == null) {
            return null;
        }
        var local = end == Boundaries.End.LOW ? moment.local() : last(moment);
        int fraction = precision == Precision.SECOND ? 3 : 0;
        boolean clock = precision.compareTo(Precision.HOUR) >= 0;
        var offset = moment.offset() != null || !clock || moment.kind() != Moment.Kind.DATE_TIME
                ? moment.offset()
                : ZoneOffset.ofHours(end == Boundaries.End.LOW ? 14 : -12);
        return new Moment(moment.kind(), cut(local, precision), precision, fraction, clock ? offset : null);
    }

    private static int usual(Moment.Kind kind) {
        return switch (kind) {
            case DATE -> 8;
            case DATE_TIME -> 17;
            case TIME -> 9;
        };
    }

    private static @Nullable Precision precision(int digits) {
        return switch (digits) {
            case 4 -> Precision.YEAR;
            case 6 -> Precision.MONTH;
            case 8 -> Precision.DAY;
            case 10 -> Precision.HOUR;
            case 12 -> Precision.MINUTE;
            case 14, 17 -> Precision.SECOND;
            default -> null;
        };
    }

    private static LocalDateTime last(Moment moment) {
        var local = moment.local();
        var next = switch (moment.precision()) {
            case YEAR -> local.plusYears(1);
            case MONTH -> local.plusMonths(1);
            case DAY -> local.plusDays(1);
            case HOUR -> local.plusHours(1);
            case MINUTE -> local.plusMinutes(1);
            case SECOND -> moment.fraction() > 0 ? local.plusNanos(1_000_000) : local.plusSeconds(1);
        };
        return next.minusNanos(1_000_000);
    }
}
