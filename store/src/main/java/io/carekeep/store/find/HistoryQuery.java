package io.carekeep.store.find;

import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which versions a history asks for: https://hl7.org/fhir/R4/http.html#history. Newest first.
/// @param type null for all types
/// @param key null for all resources of the type
/// @param since `_since`: at or after it, or null
/// @param at `_at`: versions that were current at some time in this span, or null
/// @param count versions a page
/// @param page where a former page ended, sealed, or null for the first
public record HistoryQuery(
        @Nullable ResourceType type,
        @Nullable ResourceKey key,
        @Nullable Instant since,
        @Nullable Span at,
        int count,
        @Nullable String page) {

    /// From the first to the last instant, both inside.
    public record Span(Instant from, Instant to) {}
}
