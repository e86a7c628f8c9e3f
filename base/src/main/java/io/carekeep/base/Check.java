package io.carekeep.base;

/// Stops the program where one of our own assumptions is wrong; bad input is [Refused] instead.
public final class Check {

    private Check() {}

    /// @param fact what should have been true, as a sentence without data
    public static void that(boolean holds, String fact) {
        if (!holds) {
            throw new AssertionError("not so: " + fact);
        }
    }
}
