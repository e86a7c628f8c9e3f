package io.carekeep.alarm;

import java.time.Duration;

/// Something that is to be done again and again.
/// @param name lower-case words joined by '-'
/// @param within how long after the last time it must have been done again
/// @param severity of its being late
public record Duty(String name, Duration within, Severity severity) {

    /// The kind of alarm that tells of its being late.
    public Kind late() {
        return new Kind("late-" + name);
    }
}
