package io.carekeep.store.find;

import io.carekeep.store.Version;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A page of a history.
/// @param total of one resource's versions; empty for a type's or the system's
/// @param next the sealed place where the next page starts, or null on the last
public record HistoryPage(
        List<Version> versions,
        OptionalLong total,
        @Nullable String next) {}
