package io.carekeep.fhir.path;

import java.util.Set;

/// A type as an expression names it.
/// @param namespace `System`, `FHIR`, or empty for either
record TypeSpecifier(String namespace, String name) {

    private static final Set<String> SYSTEM =
            Set.of("Any", "Boolean", "String", "Integer", "Decimal", "Date", "DateTime", "Time", "Quantity");

    static TypeSpecifier of(String namespace, String name, TypeModel model, int column) {
        boolean known = switch (namespace) {
            case "System" -> true;
            case "FHIR" -> model.type(name) != null;
            case "" -> SYSTEM.contains(name) || model.type(name) != null;
            default -> false;
        };
        if (!known) {
            throw Fault.at(column, "a type of FHIR R4 or System");
        }
        return new TypeSpecifier(namespace, name);
    }

    /// Whether the item is of this type or one that specialises it.
    boolean covers(Item item) {
        return switch (item) {
            case Item.Value value -> !namespace.equals("FHIR") && (value.type().equals(name) || name.equals("Any"));
            case Node node -> !namespace.equals("System") && node.type().isA(name);
        };
    }

    /// Whether `as` and `ofType` keep the item: of primitives only the very type.
    boolean keeps(Item item) {
        if (item instanceof Node node && node.type().isPrimitive()) {
            return !namespace.equals("System") && node.type().name().equals(name);
        }
        return covers(item);
    }
}
