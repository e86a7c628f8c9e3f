package io.carekeep.fhir.validation;

import io.carekeep.fhir.definitions.Property;
import io.carekeep.fhir.path.TypeModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One property of a type, with everything that its values have to keep.
/// @param shadow the number of the name with an underscore before it, or 0
/// @param bit the element's place in the sets of elements; all types of a choice share it
/// @param format of a primitive, or null
/// @param shape of an object, or null for a primitive and a resource of any type
/// @param type of a primitive or object as paths see it, or null for a resource of any type
/// @param rules the invariants that stand at this element, not at its type
/// @param codes the required binding of a code or concept, or null
/// @param targets what a reference may lead to, or null for anything
record Slot(
        Property property,
        int shadow,
        long bit,
        @Nullable Format format,
        @Nullable Shape shape,
        TypeModel.@Nullable Type type,
        List<Rule> rules,
        @Nullable Codes codes,
        @Nullable Targets targets) {

    boolean repeats() {
        return property.element().repeats();
    }

    /// The element's name in FHIRPath: `value` for `valueQuantity`.
    String element() {
        var path = property.element().path();
        var name = path.substring(path.lastIndexOf('.') + 1);
        return name.endsWith("[x]") ? name.substring(0, name.length() - 3) : name;
    }
}
