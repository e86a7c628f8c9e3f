package io.carekeep.fhir.path;

import io.carekeep.fhir.json.Names;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What paths need to know of FHIR's types: which element a JSON property holds, and of which type it is.
public interface TypeModel {

    /// The table by which the documents' names are numbered.
    Names names();

    /// The type with a FHIR name such as `Patient`, `Quantity` or `date`, or null when there is none.
    @Nullable
    Type type(String name);

    /// One FHIR type, or the shape of one nested element.
    interface Type {

        /// The FHIR name; `BackboneElement` or `Element` for a nested element.
        String name();

        /// The type that this one specialises, or null for the topmost.
        @Nullable
        Type base();

        /// Whether its value is a JSON string, number or boolean.
        boolean isPrimitive();

        /// Whether the JSON object names its actual type itself, in `resourceType`.
        boolean isAnyResource();

        /// The properties that an element can be written as: several for a choice of types, none for an unknown one.
        List<Property> properties(String element);

        /// The property with this number in the table of names, or null.
        @Nullable
        Property property(int name);

        /// Whether this is the named type or specialises it.
        default boolean isA(String other) {
            for (Type type = this; type != null; type = type.base()) {
                if (type.name().equals(other)) {
                    return true;
                }
            }
            return false;
        }
    }

    /// One way to write an element in JSON.
    /// @param element the element's name; `value` for `valueQuantity`
    /// @param name the property's number
    /// @param sibling the number of the property with an underscore before it that holds a primitive's id and
    /// extensions, or [Names#UNKNOWN]
    /// @param repeats whether the property is an array
    record Property(String element, int name, int sibling, Type type, boolean repeats) {}
}
