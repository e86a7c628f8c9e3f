package io.carekeep.fhir.path;

/// A value written in the expression.
record Literal(Item item) implements Expr {

    @Override
    public Items eval(Items focus, Scope scope) {
        return item;
    }
}
