package io.carekeep.fhir.path;

import io.carekeep.fhir.path.Item.Truth;
import io.carekeep.fhir.path.Item.Whole;
import java.util.List;
import java.util.Map;

/// Functions that ask whether and how many: https://hl7.org/fhirpath/N1/#existence.
final class Existence {

    private Existence() {}

    static Map<String, Function> functions() {
        return Map.of(
                "empty", Function.of0(focus -> Truth.of(focus.isEmpty())),
                "exists", Function.of(0, 1, Existence::exists),
                "all", Function.of(1, 1, Existence::all),
                "allTrue", Function.of0(focus -> Truth.of(every(focus, Truth.TRUE))),
                "allFalse", Function.of0(focus -> Truth.of(every(focus, Truth.FALSE))),
                "anyTrue", Function.of0(focus -> Truth.of(!every(focus, Truth.FALSE))),
                "anyFalse", Function.of0(focus -> Truth.of(!every(focus, Truth.TRUE))),
                "count", Function.of0(focus -> new Whole(focus.size())),
                "not", Function.of0(Operators::not));
    }

    private static Items exists(Items focus, List<Expr> arguments, Scope scope) {
        if (arguments.isEmpty()) {
            return Truth.of(!focus.isEmpty());
        }
        var criterion = arguments.getFirst();
        for (int place = 0; place < focus.size(); place++) {
            var item = focus.at(place);
            if (Singles.truth(criterion.eval(item, scope.of(item, place))) == Truth.TRUE) {
                return Truth.TRUE;
            }
        }
        return Truth.FALSE;
    }

    private static Items all(Items focus, List<Expr> arguments, Scope scope) {
        var criterion = arguments.getFirst();
        for (int place = 0; place < focus.size(); place++) {
            var item = focus.at(place);
            if (Singles.truth(criterion.eval(item, scope.of(item, place))) != Truth.TRUE) {
                return Truth.FALSE;
            }
        }
        return Truth.TRUE;
    }

    private static boolean every(Items focus, Truth wanted) {
        boolean every = true;
        for (int place = 0; place < focus.size(); place++) {
            if (!(focus.at(place).value() instanceof Truth truth)) {
                throw Fault.of("only booleans");
            }
            every &= truth == wanted;
        }
        return every;
    }
}
