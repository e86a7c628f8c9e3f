package io.carekeep.store.oracle;

import org.jspecify.annotations.Nullable;

/// A value that a token parameter sees.
/// @param kind how its system is compared
/// @param system empty for none
record Token(
        Kind kind, String system, String code, @Nullable String display) {

    /// Coding and identifier have a system; a code's is implied by its binding, so any is taken; a plain value has
    /// none.
    enum Kind {
        CODING,
        CODE,
        PLAIN
    }

    /// `[code]`, `[system]|[code]`, `|[code]` and `[system]|`: https://hl7.org/fhir/R4/search.html#token.
    boolean is(@Nullable String askedSystem, String askedCode) {
        boolean codeFits = askedCode.equals(code);
        if (askedSystem == null) {
            return codeFits;
        }
        if (askedCode.isEmpty()) {
            return kind == Kind.CODING && askedSystem.equals(system);
        }
        return codeFits && (kind == Kind.CODE || askedSystem.equals(system));
    }
}
