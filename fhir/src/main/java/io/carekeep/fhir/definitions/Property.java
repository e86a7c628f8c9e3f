package io.carekeep.fhir.definitions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One JSON property of a type: an element, or one type of a choice such as `valueQuantity`.
/// @param number of its name in [Definitions#names()]
/// @param typeCode the data type, such as `Quantity`, `BackboneElement` or `Resource`
/// @param targets the types that a reference may lead to; empty for any
/// @param type the type's own properties, or null for a resource of any type
public record Property(
        String name,
        int number,
        ElementDef element,
        String typeCode,
        List<String> targets,
        @Nullable TypeDef type) {

    /// Whether its value is a JSON string, number or boolean.
    public boolean primitive() {
        return type != null && type.kind() == TypeDef.Kind.PRIMITIVE;
    }
}
