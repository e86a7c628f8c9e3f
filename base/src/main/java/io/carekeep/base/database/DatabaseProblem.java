package io.carekeep.base.database;

import io.carekeep.base.Problem;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/// Tells a database that can't serve now from a bug: https://www.postgresql.org/docs/18/errcodes-appendix.html.
public final class DatabaseProblem {

    private static final Set<String> FULL = Set.of("53100", "58030");
    private static final Set<String> READ_ONLY = Set.of("25006");
    private static final Set<String> MET = Set.of("40P01", "40001");
    private static final Set<String> AWAY =
            Set.of("57P01", "57P02", "57P03", "53300", "08000", "08001", "08003", "08006");

    private static final Problem.Unavailable AWAY_NOW =
            new Problem.Unavailable("the database can't be reached now: try again");

    private DatabaseProblem() {}

    /// What to tell the caller, when the failure comes from a database that is full, read-only or away.
    public static Optional<Problem.Unavailable> of(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql) {
                var state = sql.getSQLState();
                if (state != null) {
                    return worded(state);
                }
                // The pool's own failures have none: all connections are busy, or the one at hand has broken.
                if (sql.getCause() == null) {
                    return Optional.of(AWAY_NOW);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Problem.Unavailable> worded(String state) {
        if (FULL.contains(state)) {
            return Optional.of(new Problem.Unavailable("the database's disk is full: nothing was written"));
        }
        if (READ_ONLY.contains(state)) {
            return Optional.of(new Problem.Unavailable("the database is read-only: nothing was written"));
        }
        if (MET.contains(state)) {
            return Optional.of(new Problem.Unavailable("two changes stood in each other's way: try again"));
        }
        return AWAY.contains(state) ? Optional.of(AWAY_NOW) : Optional.empty();
    }
}
