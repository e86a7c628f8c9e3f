package io.carekeep.access.budget;

/// How many patients an account has seen in a window.
/// @param used how many, before what is asked for now
/// @param fresh how many of those asked for are not among them
/// @param most how many there may be, with what was lifted
/// @param frees when there is room for what is asked for, in milliseconds since the epoch; 0 when there is room or
/// never
/// will be
public record Count(Window window, long used, long fresh, long most, long frees) {

    boolean exceeds() {
        return fresh > 0 && used + fresh > most;
    }

    /// Whether what is asked for crosses so many percent.
    boolean crosses(int percent) {
        long line = Math.ceilDiv(most * percent, 100);
        return fresh > 0 && used < line && used + fresh >= line;
    }
}
