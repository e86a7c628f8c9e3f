package io.carekeep.fhir.path;

import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.path.Item.Text;

/// The constants that FHIR defines: https://hl7.org/fhir/R4/fhirpath.html#variables.
final class Constants {

    private Constants() {}

    static Expr named(String name) {
        return switch (name) {
            case "resource" ->
                (focus, scope) -> resource(scope, scope.run().context.resource());
            case "rootResource" ->
                (focus, scope) -> resource(scope, scope.run().context.root());
            case "context" -> (focus, scope) -> scope.run().start();
            case "ucum" -> new Literal(new Text(Units.UCUM));
            case "sct" -> new Literal(new Text("http://snomed.info/sct"));
            case "loinc" -> new Literal(new Text("http://loinc.org"));
            default -> defined(name);
        };
    }

    private static Expr defined(String name) {
        if (name.startsWith("vs-")) {
            return new Literal(new Text("http://hl7.org/fhir/ValueSet/" + name.substring(3)));
        }
        if (name.startsWith("ext-")) {
            return new Literal(new Text("http://hl7.org/fhir/StructureDefinition/" + name.substring(4)));
        }
        return (focus, scope) -> {
            var value = scope.run().context.constants().get(name);
            if (value == null) {
                throw Fault.of("a constant that is defined after %");
            }
            return value;
        };
    }

    private static Items resource(Scope scope, int node) {
        if (node == Json.NONE) {
            return Items.None.NONE;
        }
        var run = scope.run();
        var type = Children.resourceType(run.doc, node, run.model);
        return type == null ? Items.None.NONE : new Node(run.doc, node, Json.NONE, type);
    }
}
