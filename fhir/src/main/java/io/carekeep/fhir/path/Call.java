package io.carekeep.fhir.path;

import java.util.List;

/// A function with its arguments.
record Call(Function.Body body, List<Expr> arguments) implements Expr {

    @Override
    public Items eval(Items focus, Scope scope) {
        return body.apply(focus, arguments, scope);
    }
}
