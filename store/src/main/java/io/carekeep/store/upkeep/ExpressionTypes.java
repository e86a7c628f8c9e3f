package io.carekeep.store.upkeep;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.SearchParameters;
import java.util.HashMap;
import java.util.Map;

/// The resource type of each index expression.
final class ExpressionTypes {

    private ExpressionTypes() {}

    /// The type's ordinal by that of the expression.
    static Map<Integer, Integer> ordinals() {
        var types = new HashMap<Integer, Integer>();
        for (var type : ResourceType.all()) {
            for (var parameter : SearchParameters.r4().all(type)) {
                parameter.ordinals().forEach(expression -> types.put(expression, type.ordinal()));
            }
        }
        return types;
    }
}
