package io.carekeep.store.oracle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A search parameter of one type, as HL7's bundle of search parameters defines it.
/// @param kind `string`, `token`, …
/// @param targets the types that its references may lead to; empty for any
record Official(String type, String code, String kind, List<Branch> branches, List<String> targets, List<Part> parts) {

    /// One alternative of its expression.
    /// @param target the type that `where(resolve() is …)` asks for
    record Branch(String expression, @Nullable String target) {}

    /// One component of a composite.
    record Part(Official parameter, String expression) {}

    @Override
    public String toString() {
        return type + "." + code;
    }
}
