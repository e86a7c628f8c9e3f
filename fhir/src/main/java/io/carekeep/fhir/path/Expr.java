package io.carekeep.fhir.path;

/// A compiled part of an expression. It keeps nothing between evaluations and may be shared between threads.
@FunctionalInterface
interface Expr {

    /// @param focus what stands left of the dot
    Items eval(Items focus, Scope scope);
}
