package io.carekeep.access.budget;

import java.time.Instant;

/// An account's budgets are larger for a time.
/// @param percent by how much
/// @param by the account whose word it is
public record Lift(long number, long account, long by, Instant from, Instant until, int percent) {}
