package io.carekeep.store.write;

import io.carekeep.access.Permit;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.store.SealedRow;
import io.carekeep.store.find.ResourceSearch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds what conditions mean, as the caller sees it: conditional creates, updates, patches, deletes and references.
final class Conditions {

    private final ResourceSearch search;
    private final SearchParser parser;

    Conditions(ResourceSearch search, SearchParser parser) {
        this.search = search;
        this.parser = parser;
    }

    /// A condition, and where it stands.
    record Condition(ResourceType type, List<Parameter> parameters, String place) {

        /// What a reference or the URL of an entry says, such as `Patient?identifier=…`.
        static Condition parse(String text, String place) {
            int mark = text.indexOf('?');
            var type = ResourceType.of(text.substring(0, Math.max(mark, 0)))
                    .orElseThrow(() -> new Refused(new Problem.Invalid(place, "a resource type before the '?'")));
            return new Condition(type, QueryText.ofText(text.substring(mark + 1)), place);
        }

        /// What is locked for it: the same however its parameters are ordered and escaped.
        int hash() {
            var sorted = new ArrayList<>(parameters);
            sorted.sort(Comparator.comparing(Parameter::name).thenComparing(Parameter::value));
            return (type.name() + "?" + QueryText.of(sorted)).hashCode();
        }
    }

    /// The one resource that a condition finds, or none.
    /// @throws Refused when it finds more than one, or says nothing
    Optional<SealedRow> one(Permit permit, Condition condition) {
        return one(condition, search.conditional(permit, condition.type(), predicate(condition)));
    }

    private static Optional<SealedRow> one(Condition condition, List<SealedRow> found) {
        if (found.size() > 1) {
            throw new Refused(new Problem.PreconditionFailed(
                    condition.place(), "a condition that at most one resource meets; this one is met by more"));
        }
        return found.stream().findFirst();
    }

    private Predicate predicate(Condition condition) {
        var predicate = parser.parse(condition.type(), condition.parameters(), SearchParser.Handling.STRICT)
                .predicate();
        // Parameters such as _count say nothing of the resource.
        if (predicate.equals(Predicate.anything())) {
            throw new Refused(new Problem.Invalid(condition.place(), "search parameters that say which resource"));
        }
        return predicate;
    }

    /// The one resource that each condition finds; a condition that finds none is left out. What one token decides is
    /// asked for together.
    <K> Map<K, SealedRow> each(Permit permit, Map<K, Condition> conditions) {
        var byType = new HashMap<ResourceType, Map<K, Predicate>>();
        conditions.forEach((key, condition) ->
                byType.computeIfAbsent(condition.type(), _ -> new HashMap<>()).put(key, predicate(condition)));
        var found = new HashMap<K, SealedRow>();
        byType.forEach((type, predicates) -> search.conditional(permit, type, predicates)
                .forEach((key, rows) -> one(java.util.Objects.requireNonNull(conditions.get(key)), rows)
                        .ifPresent(row -> found.put(key, row))));
        return found;
    }
}
