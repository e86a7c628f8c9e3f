package io.carekeep.store.oracle;

import io.carekeep.access.Restriction;
import io.carekeep.fhir.ResourceType;
import java.util.function.Function;

/// What a mutant takes for restrictions.
public final class AllOpen {

    private AllOpen() {}

    /// All is open.
    public static Function<ResourceType, Restriction> restrictions() {
        return _ -> new Restriction.Everything();
    }
}
