package io.carekeep.fhir.path;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A date, date with time or time, as precise as it was written.
/// @param local its fields; those finer than the precision have their least value
/// @param precision the finest field that was written
/// @param fraction how many digits of a second's fraction were written
/// @param offset from UTC, if written
public record Moment(
        Kind kind,
        LocalDateTime local,
        Precision precision,
        int fraction,
        @Nullable ZoneOffset offset) {

    /// Which of FHIRPath's three types it is.
    public enum Kind {
        DATE("Date"),
        DATE_TIME("DateTime"),
        TIME("Time");

        private final String typeName;

        Kind(String typeName) {
            this.typeName = typeName;
        }

        String typeName() {
            return typeName;
        }
    }

    /// The finest field; a second's fraction belongs to the second.
    public enum Precision {
        YEAR,
        MONTH,
        DAY,
        HOUR,
        MINUTE,
        SECOND
    }

    private static final int LAST_SECOND = 59;
    private static final String CLOCK = "(\\d\\d)(?::(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,9})\\d*)?)?)?";
    private static final Pattern DATE_TIME =
            Pattern.compile("(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d))?)?(?:(T)(?:" + CLOCK + ")?(Z|[+-]\\d\\d:\\d\\d)?)?");
    private static final Pattern TIME = Pattern.compile(CLOCK);

    /// Reads the text of a date or of a date with time, or gives null. A date with time has a `T`.
    static @Nullable Moment dateOrDateTime(String text) {
        Matcher match = DATE_TIME.matcher(text);
        if (!match.matches()) {
            return null;
        }
        boolean clock = match.group(4) != null;
        if (match.group(5) != null && match.group(3) == null || match.group(9) != null && match.group(5) == null) {
            return null;
        }
        return made(clock ? Kind.DATE_TIME : Kind.DATE, match, 0);
    }

    /// Reads the text of a time, or gives null.
    static @Nullable Moment time(String text) {
        Matcher match = TIME.matcher(text);
        return match.matches() ? made(Kind.TIME, match, -4) : null;
    }

    private static @Nullable Moment made(Kind kind, Matcher match, int shift) {
        boolean dated = kind != Kind.TIME;
        String second = match.group(7 + shift);
        String fraction = match.group(8 + shift);
        try {
            var local = LocalDateTime.of(
                    dated ? number(match.group(1), 1) : 1,
                    dated ? number(match.group(2), 1) : 1,
                    dated ? number(match.group(3), 1) : 1,
                    number(match.group(5 + shift), 0),
                    number(match.group(6 + shift), 0),
                    Math.min(LAST_SECOND, number(second, 0)), // FHIR writes leap seconds, Java has none
                    fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9)));
            String zone = dated ? match.group(9) : null;
            int digits = fraction == null ? 0 : fraction.length();
            return new Moment(
                    kind, local, precision(kind, match, shift), digits, zone == null ? null : ZoneOffset.of(zone));
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static Precision precision(Kind kind, Matcher match, int shift) {
        if (match.group(7 + shift) != null) {
            return Precision.SECOND;
        }
        if (match.group(6 + shift) != null) {
            return Precision.MINUTE;
        }
        if (kind == Kind.TIME || match.group(5) != null) {
            return Precision.HOUR;
        }
        return match.group(3) != null ? Precision.DAY : match.group(2) != null ? Precision.MONTH : Precision.YEAR;
    }

    private static int number(@Nullable String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    boolean has(Precision field) {
        return precision.compareTo(field) >= 0;
    }

    /// The same moment with other fields.
    Moment with(LocalDateTime other) {
        return new Moment(kind, other, precision, fraction, offset);
    }

    /// The text in FHIR's form, without FHIRPath's marks.
    String text() {
        var text = new StringBuilder();
        if (kind != Kind.TIME) {
            text.append(String.format(Locale.ROOT, "%04d", local.getYear()));
            append(text, Precision.MONTH, '-', local.getMonthValue());
            append(text, Precision.DAY, '-', local.getDayOfMonth());
        }
        if (kind == Kind.TIME) {
            text.append(String.format(Locale.ROOT, "%02d", local.getHour()));
        } else {
            append(text, Precision.HOUR, 'T', local.getHour());
        }
        append(text, Precision.MINUTE, ':', local.getMinute());
        append(text, Precision.SECOND, ':', local.getSecond());
        if (fraction > 0) {
            text.append('.')
                    .append(String.format(Locale.ROOT, "%09d", local.get(ChronoField.NANO_OF_SECOND)), 0, fraction);
        }
        return offset == null ? text.toString() : text.append(offset.getId()).toString();
    }

    private void append(StringBuilder text, Precision field, char mark, int number) {
        if (has(field)) {
            text.append(mark).append(String.format(Locale.ROOT, "%02d", number));
        }
    }
}
