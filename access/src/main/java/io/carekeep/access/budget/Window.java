package io.carekeep.access.budget;

import io.carekeep.access.Budget;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/// A time, up to now, in which patients are counted. The numbers stand in alarms: add, never change.
public enum Window {
    HOUR(1, Duration.ofHours(1)),
    DAY(2, Duration.ofDays(1)),
    MONTH(3, Duration.ofDays(30));

    private final int number;
    private final Duration span;

    Window(int number, Duration span) {
        this.number = number;
        this.span = span;
    }

    int number() {
        return number;
    }

    Duration span() {
        return span;
    }

    int most(Budget budget) {
        return switch (this) {
            case HOUR -> budget.hour();
            case DAY -> budget.day();
            case MONTH -> budget.month();
        };
    }

    /// Such as `hour`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String words() {
        return this == MONTH ? "30 days" : word();
    }

    static Window of(int number) {
        return Arrays.stream(values())
                .filter(each -> each.number == number)
                .findFirst()
                .orElseThrow();
    }
}
