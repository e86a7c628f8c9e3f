package io.carekeep.fhir.json;

import io.carekeep.base.Check;

/// How much JSON is accepted in one document.
/// @param bytes the most bytes
/// @param depth the deepest nesting of objects and arrays
public record Limits(int bytes, int depth) {

    /// What a request body may hold unless configured otherwise: 96 MiB, 100 levels.
    public static final Limits DEFAULT = new Limits(96 * 1024 * 1024, 100);

    public Limits {
        Check.that(bytes > 0 && depth > 0, "limits are positive");
    }
}
