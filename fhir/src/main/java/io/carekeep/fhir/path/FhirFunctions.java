package io.carekeep.fhir.path;

import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.path.Item.Truth;
import io.carekeep.fhir.path.Item.TypeName;
import java.util.List;
import java.util.Map;

/// The functions that FHIR adds: https://hl7.org/fhir/R4/fhirpath.html#functions.
final class FhirFunctions {

    private static final String DEFINITION = "http://hl7.org/fhir/StructureDefinition/";

    private FhirFunctions() {}

    static Map<String, Function> functions() {
        return Map.of(
                "extension", Function.of(1, 1, FhirFunctions::extension),
                "hasValue", Function.of0(focus -> Truth.of(focus instanceof Node node && node.hasValue())),
                "getValue", Function.of0(FhirFunctions::value),
                "resolve", Function.of(0, 0, FhirFunctions::resolve),
                "conformsTo", Function.of(1, 1, FhirFunctions::conformsTo),
                "memberOf",
                        Function.of(1, 1, (focus, arguments, scope) -> {
                            throw Fault.unsupported("memberOf(), a question to a terminology server,");
                        }),
                "htmlChecks", Function.text(text -> Truth.of(Narrative.isSafe(text))),
                "type", Function.of0(FhirFunctions::type),
                "comparable", Function.of1(FhirFunctions::comparable));
    }

    private static Items extension(Items focus, List<Expr> arguments, Scope scope) {
        var url = Singles.text(scope.argument(arguments.getFirst()));
        var found = new Gather();
        focus.each(item -> {
            if (url != null && item instanceof Node node && node.holder() != Json.NONE) {
                new Member("extension", scope.run().model).eval(node, scope).each(extension -> {
                    if (extension instanceof Node own
                            && own.node() != Json.NONE
                            && url.equals(own.doc().text(own.node(), "url"))) {
                        found.add(own);
                    }
                });
            }
        });
        return found.items();
    }

    private static Items value(Items focus) {
        var value = focus instanceof Node node && node.hasValue() ? node.value() : null;
        return value == null ? Items.None.NONE : value;
    }

    private static Items resolve(Items focus, List<Expr> arguments, Scope scope) {
        var found = new Gather();
        focus.each(item -> found.addAll(References.resolve(item, scope.run())));
        return found.items();
    }

    private static Items conformsTo(Items focus, List<Expr> arguments, Scope scope) {
        var url = Singles.text(scope.argument(arguments.getFirst()));
        if (url == null || focus.isEmpty()) {
            return Items.None.NONE;
        }
        String name = url.startsWith(DEFINITION) ? url.substring(DEFINITION.length()) : "";
        if (scope.run().model.type(name) == null) {
            throw Fault.of("the canonical address of a type of FHIR R4");
        }
        return Types.is(focus, new TypeSpecifier("FHIR", name));
    }

    private static Items type(Items focus) {
        var types = new Gather();
        focus.each(item -> types.add(
                switch (item) {
                    case Node node -> new TypeName("FHIR", node.type().name());
                    case Item.Value value -> new TypeName("System", value.type());
                }));
        return types.items();
    }

    private static Items comparable(Items focus, Items other) {
        return Singles.value(focus) instanceof Item.Amount one && Singles.value(other) instanceof Item.Amount two
                ? Truth.of(Units.comparable(one, two))
                : Items.None.NONE;
    }
}
