package io.carekeep.fhir.validation;

/// Scans dates and times: https://hl7.org/fhir/R4/datatypes.html#dateTime.
final class Moments {

    private static final int BAD = -1;
    private static final int YEAR_LENGTH = 4;
    private static final int DATE_LENGTH = 10;
    private static final int TIME_LENGTH = 8;
    private static final int ZONE_LENGTH = 6;

    private Moments() {}

    static boolean isDate(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length != YEAR_LENGTH && length != 7 && length != DATE_LENGTH) {
            return false;
        }
        int year = digits(bytes, from, YEAR_LENGTH);
        if (year < 1) {
            return false;
        }
        if (length == YEAR_LENGTH) {
            return true;
        }
        int month = bytes[from + 4] == '-' ? digits(bytes, from + 5, 2) : BAD;
        if (month < 1 || month > 12) {
            return false;
        }
        if (length == 7) {
            return true;
        }
        int day = bytes[from + 7] == '-' ? digits(bytes, from + 8, 2) : BAD;
        return day >= 1 && day <= days(year, month);
    }

    static boolean isDateTime(byte[] bytes, int from, int to) {
        return to - from > DATE_LENGTH ? isInstant(bytes, from, to) : isDate(bytes, from, to);
    }

    static boolean isInstant(byte[] bytes, int from, int to) {
        int time = from + DATE_LENGTH;
        if (to - time < TIME_LENGTH + 2 || bytes[time] != 'T' || !isDate(bytes, from, time)) {
            return false;
        }
        int zone = timeEnd(bytes, time + 1, to);
        if (zone == BAD || zone == to) {
            return false;
        }
        return bytes[zone] == 'Z' ? zone + 1 == to : isOffset(bytes, zone, to);
    }

    static boolean isTime(byte[] bytes, int from, int to) {
        return timeEnd(bytes, from, to) == to;
    }

    // The place after the seconds and their fraction.
    private static int timeEnd(byte[] bytes, int from, int to) {
        if (to - from < TIME_LENGTH || bytes[from + 2] != ':' || bytes[from + 5] != ':') {
            return BAD;
        }
        int hour = digits(bytes, from, 2);
        int minute = digits(bytes, from + 3, 2);
        int second = digits(bytes, from + 6, 2);
        // The 60th second is a leap second.
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
            return BAD;
        }
        int at = from + TIME_LENGTH;
        if (at == to || bytes[at] != '.') {
            return at;
        }
        int fraction = at + 1;
        at = fraction;
        while (at < to && Characters.isDigit(bytes[at])) {
            at++;
        }
        return at == fraction ? BAD : at;
    }

    private static boolean isOffset(byte[] bytes, int from, int to) {
        if (to - from != ZONE_LENGTH || bytes[from] != '+' && bytes[from] != '-' || bytes[from + 3] != ':') {
            return false;
        }
        int hours = digits(bytes, from + 1, 2);
        int minutes = digits(bytes, from + 4, 2);
        return hours >= 0 && minutes >= 0 && minutes <= 59 && (hours < 14 || hours == 14 && minutes == 0);
    }

    private static int days(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    private static int digits(byte[] bytes, int from, int count) {
        int number = 0;
        for (int at = from; at < from + count; at++) {
            if (!Characters.isDigit(bytes[at])) {
                return BAD;
            }
            number = number * 10 + bytes[at] - '0';
        }
        return number;
    }
}
