package io.carekeep.fhir.search;

import io.carekeep.fhir.ResourceType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A search that has been understood.
/// @param count how many matches a page has
/// @param elements the elements asked for, or empty for all
/// @param ignored parameters that nobody knows, which a lenient server leaves out
/// @param normal the query in one line, so that equal queries are known to be equal; never shown
public record Query(
        ResourceType type,
        Predicate predicate,
        List<SortKey> sort,
        int count,
        Total total,
        Summary summary,
        List<String> elements,
        List<Include> includes,
        List<String> ignored,
        String normal) {

    /// `_total`.
    public enum Total {
        NONE,
        ACCURATE
    }

    /// `_summary`.
    public enum Summary {
        FALSE,
        TRUE,
        TEXT,
        DATA,
        COUNT
    }

    /// One key of `_sort`.
    /// @param parameter null for `_lastUpdated` and `_id`
    public record SortKey(String code, @Nullable SearchParameter parameter, boolean descending) {}

    /// `_include` or `_revinclude`.
    /// @param parameters the references to follow
    /// @param target the type to take, or null for any
    public record Include(
            boolean reverse,
            boolean iterate,
            ResourceType source,
            List<SearchParameter> parameters,
            @Nullable ResourceType target) {}
}
