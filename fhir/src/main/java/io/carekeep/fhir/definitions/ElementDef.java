package io.carekeep.fhir.definitions;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One element of a type, a choice counted as one: https://hl7.org/fhir/R4/elementdefinition.html.
/// @param index its place among the elements of its type
/// @param path such as `Observation.value[x]`
/// @param max [Integer#MAX_VALUE] for `*`
/// @param codes what a required binding allows, or null when any code may stand here
/// @param systems the code systems of those codes
/// @param summary whether `_summary=true` keeps it
public record ElementDef(
        int index,
        String path,
        int min,
        int max,
        List<TypeRef> types,
        @Nullable Set<String> codes,
        Set<String> systems,
        boolean summary) {

    /// A type that an element may have.
    /// @param targets the types that a reference may lead to; empty for any
    public record TypeRef(String code, List<String> targets) {}

    /// Whether JSON writes it as an array.
    public boolean repeats() {
        return max > 1;
    }
}
