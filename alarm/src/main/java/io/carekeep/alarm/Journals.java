package io.carekeep.alarm;

/// Where it is audited what happens to cases by itself.
/// @param within in the transaction of a request
/// @param beside in the transactions of [io.carekeep.base.database.Database#transactionsOutside()]
public record Journals(Journal within, Journal beside) {}
