package io.carekeep.access;

import io.carekeep.base.Check;

/// How many distinct patients a caller may read in an hour, a day and thirty days.
/// @param warns at how many percent of each an alarm is raised
/// @param stops whether what is beyond is refused; else it is alarmed only
/// @param statistics whether the caller may be told totals over more patients than they may read
public record Budget(int hour, int day, int month, int warns, boolean stops, boolean statistics) {

    /// At how many percent an alarm is raised unless the policy says otherwise.
    public static final int WARNS = 80;

    /// What nobody counts.
    public static final Budget NONE =
            new Budget(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 100, false, true);

    /// Of the local operator: it is not stopped, and past this in an hour an alarm is raised.
    public static final Budget OPERATOR = new Budget(200, Integer.MAX_VALUE, Integer.MAX_VALUE, 100, false, true);

    /// Of a group to which the policy gives none.
    public static final Budget FALLBACK = new Budget(40, 150, 800, WARNS, true, false);

    public Budget {
        Check.that(hour >= 0 && hour <= day && day <= month, "a longer time has no smaller budget");
        Check.that(warns > 0 && warns <= 100, "an alarm is raised before a budget is spent, or then");
    }

    /// Of each the larger one.
    public Budget or(Budget other) {
        return new Budget(
                Math.max(hour, other.hour),
                Math.max(day, other.day),
                Math.max(month, other.month),
                Math.min(warns, other.warns),
                stops && other.stops,
                statistics || other.statistics);
    }

    /// The same with totals.
    public Budget withStatistics() {
        return new Budget(hour, day, month, warns, stops, true);
    }

    /// Over how many patients a total may be.
    public long countable() {
        return statistics ? Long.MAX_VALUE : hour;
    }
}
