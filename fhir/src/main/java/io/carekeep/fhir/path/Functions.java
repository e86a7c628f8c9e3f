package io.carekeep.fhir.path;

import io.carekeep.base.Check;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Every function by its name.
final class Functions {

    static final Map<String, Function> ALL = all();

    private Functions() {}

    private static Map<String, Function> all() {
        var all = new HashMap<String, Function>();
        var groups = List.of(
                Existence.functions(),
                Filtering.functions(),
                Subsetting.functions(),
                Combining.functions(),
                Conversion.functions(),
                Strings.functions(),
                Encoding.functions(),
                Calculation.functions(),
                Boundaries.functions(),
                Clocks.functions(),
                FhirFunctions.functions());
        for (var group : groups) {
            group.forEach(
                    (name, function) -> Check.that(all.put(name, function) == null, "each function is defined once"));
        }
        return Map.copyOf(all);
    }
}
