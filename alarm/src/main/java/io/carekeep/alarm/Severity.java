package io.carekeep.alarm;

import java.util.Arrays;
import java.util.Locale;

/// How bad it is. The numbers are stored: add, never change.
public enum Severity {
    /// Somebody should know; nobody is woken.
    INFO(1),
    /// It gets worse when nobody looks.
    WARNING(2),
    /// Records, audit or access are in danger.
    CRITICAL(3);

    private final int number;

    Severity(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    // A number that is none of ours makes the row an altered one: its seal has another.
    static Severity of(int number) {
        return Arrays.stream(values())
                .filter(each -> each.number == number)
                .findFirst()
                .orElse(CRITICAL);
    }

    /// As it stands in a page or an answer.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
