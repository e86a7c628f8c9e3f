package io.carekeep.store.wiring;

/// What the store is told.
/// @param reindexedRows rows a second that are extracted and sealed again when the token key or the extraction changes
public record StoreSettings(int reindexedRows) {}
