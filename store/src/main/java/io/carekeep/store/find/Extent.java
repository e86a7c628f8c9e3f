package io.carekeep.store.find;

/// How much a search finds.
/// @param patients whom the records are about
public record Extent(long records, long patients) {}
