package io.carekeep.fhir.path;

import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.path.Item.Truth;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Functions that evaluate their argument for one item after the other:
/// https://hl7.org/fhirpath/N1/#filtering-and-projection.
final class Filtering {

    private Filtering() {}

    static Map<String, Function> functions() {
        return Map.of(
                "where", Function.of(1, 1, Filtering::where),
                "select", Function.of(1, 1, Filtering::select),
                "repeat", Function.of(1, 1, Filtering::repeat),
                "aggregate", Function.of(1, 2, Filtering::aggregate),
                "iif", Function.of(2, 3, Filtering::iif),
                "children", Function.of(0, 0, (focus, arguments, scope) -> children(focus, scope)),
                "descendants", Function.of(0, 0, (focus, arguments, scope) -> descendants(focus, scope)),
                "trace", Function.of(1, 2, Filtering::trace));
    }

    private static Items where(Items focus, List<Expr> arguments, Scope scope) {
        var criterion = arguments.getFirst();
        var kept = new Gather();
        for (int place = 0; place < focus.size(); place++) {
            var item = focus.at(place);
            if (Singles.truth(criterion.eval(item, scope.of(item, place))) == Truth.TRUE) {
                kept.add(item);
            }
        }
        return kept.items();
    }

    private static Items select(Items focus, List<Expr> arguments, Scope scope) {
        var projection = arguments.getFirst();
        var all = new Gather();
        for (int place = 0; place < focus.size(); place++) {
            var item = focus.at(place);
            all.addAll(projection.eval(item, scope.of(item, place)));
        }
        return all.items();
    }

    private static Items repeat(Items focus, List<Expr> arguments, Scope scope) {
        var projection = arguments.getFirst();
        var seen = new HashSet<Item>();
        var found = new Gather();
        var open = new ArrayDeque<>(focus.list());
        while (!open.isEmpty()) {
            var item = open.poll();
            projection.eval(item, scope.of(item, 0)).each(next -> {
                if (seen.add(next)) {
                    found.add(next);
                    open.add(next);
                }
            });
        }
        return found.items();
    }

    private static Items aggregate(Items focus, List<Expr> arguments, Scope scope) {
        Items total = arguments.size() > 1 ? scope.argument(arguments.get(1)) : Items.None.NONE;
        for (int place = 0; place < focus.size(); place++) {
            var item = focus.at(place);
            total = arguments.getFirst().eval(item, scope.of(item, place).withTotal(total));
        }
        return total;
    }

    private static Items iif(Items focus, List<Expr> arguments, Scope scope) {
        if (focus instanceof Items.Many) {
            throw Fault.of("at most one item before iif()");
        }
        var inner = focus instanceof Item item ? scope.of(item, scope.index()) : scope;
        Items criterion = arguments.getFirst().eval(focus, inner);
        if (!criterion.isEmpty() && !(Singles.value(criterion) instanceof Truth)) {
            throw Fault.of("a boolean as the first argument of iif()");
        }
        if (Singles.truth(criterion) == Truth.TRUE) {
            return arguments.get(1).eval(focus, inner);
        }
        return arguments.size() > 2 ? arguments.get(2).eval(focus, inner) : Items.None.NONE;
    }

    static Items children(Items focus, Scope scope) {
        var found = new Gather();
        focus.each(item -> {
            if (item instanceof Node node) {
                scope.run().step();
                Children.addAll(node, scope.run().model, found);
            }
        });
        return found.items();
    }

    private static Items descendants(Items focus, Scope scope) {
        var found = new Gather();
        focus.each(item -> descend(item, scope, found));
        return found.items();
    }

    private static void descend(Item item, Scope scope, Gather found) {
        children(item, scope).each(child -> {
            found.add(child);
            if (child instanceof Node node && node.holder() != Json.NONE) {
                descend(child, scope, found);
            }
        });
    }

    /// Values are never logged: they are a patient's.
    private static Items trace(Items focus, List<Expr> arguments, Scope scope) {
        return focus;
    }
}
