package io.carekeep.access.policy;

import io.carekeep.access.Grant;
import io.carekeep.access.Restriction;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.mask.ElementPath;
import io.carekeep.fhir.mask.Mask;
import io.carekeep.fhir.search.Predicate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a change opens and closes of records of a type.
/// @param records that are opened
/// @param elements for each element that is hidden in some records, before or after: the records in which it is shown.
/// When it is about changing records, those in which it may be changed.
public record Differences(Difference records, Map<String, Difference> elements) {

    public Differences {
        elements = Map.copyOf(elements);
    }

    static Differences of(Restriction before, Restriction after, ResourceType type) {
        var elements = new TreeMap<String, Difference>();
        Stream.of(before, after)
                .flatMap(each -> each.grants().stream())
                .flatMap(grant -> grant.mask().paths(type).stream())
                .forEach(path -> elements.computeIfAbsent(
                        path.toString(), _ -> new Difference(showing(before, path), showing(after, path))));
        return new Differences(new Difference(before.predicate(), after.predicate()), elements);
    }

    // The first grant that opens a record decides what of it is hidden.
    private static Predicate showing(Restriction restriction, ElementPath path) {
        if (restriction.grants().isEmpty()) {
            return restriction.predicate();
        }
        var element = Mask.of(List.of(path));
        var shown = Predicate.nothing();
        for (var grant : restriction.grants().reversed()) {
            shown = element.isWithin(grant.mask())
                    ? Difference.both(Difference.not(criteria(grant)), shown)
                    : Difference.either(criteria(grant), shown);
        }
        return Difference.both(restriction.predicate(), shown);
    }

    private static Predicate criteria(Grant grant) {
        return new Predicate.Policed(grant.criteria());
    }

    /// The records in which an element is shown: one that nothing hides is shown with its records.
    public Difference element(String path) {
        return elements.getOrDefault(path, records);
    }
}
