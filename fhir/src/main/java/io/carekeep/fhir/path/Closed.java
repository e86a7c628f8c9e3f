package io.carekeep.fhir.path;

/// An expression that gives the same for every item, as `%resource.descendants()` does. It is evaluated once in a
/// run, so that a question asked of each contained resource doesn't cost their number times the document.
/// @param slot where a run remembers the result
record Closed(Expr inner, int slot) implements Expr {

    @Override
    public Items eval(Items focus, Scope scope) {
        var known = scope.run().known(slot);
        if (known == null) {
            known = inner.eval(focus, scope);
            scope.run().know(slot, known);
        }
        return known;
    }

    /// Whether the expression depends on nothing but what stands left of its dot.
    static boolean onlyOnFocus(Expr expr) {
        return switch (expr) {
            case Member _, TypeCall _ -> true;
            case Call(var _, var arguments) -> arguments.stream().allMatch(each -> each instanceof Literal);
            default -> false;
        };
    }
}
