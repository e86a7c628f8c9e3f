package io.carekeep.access.budget;

/// How many patients an account has seen in the last hour, day and thirty days.
public record Spending(long account, long hour, long day, long month) {}
