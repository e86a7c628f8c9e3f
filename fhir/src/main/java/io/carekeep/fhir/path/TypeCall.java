package io.carekeep.fhir.path;

/// One of the functions whose argument is a type: `is`, `as`, `ofType`.
record TypeCall(String name, TypeSpecifier type) implements Expr {

    @Override
    public Items eval(Items focus, Scope scope) {
        // The invariant dom-3 applies as() to many items, so R4 can't insist on one.
        return name.equals("is") ? Types.is(focus, type) : Types.kept(focus, type);
    }
}
