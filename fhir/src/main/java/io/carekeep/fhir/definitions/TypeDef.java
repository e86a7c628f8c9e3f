package io.carekeep.fhir.definitions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A resource type, a data type, or the unnamed type of a backbone element, named by its path.
public final class TypeDef {

    /// What kind of type it is.
    public enum Kind {
        PRIMITIVE,
        COMPLEX,
        RESOURCE,
        BACKBONE
    }

    private final String name;
    private final Kind kind;
    private final String base;
    private final List<ElementDef> elements = new ArrayList<>();
    private final List<Property> properties = new ArrayList<>();
    private @Nullable Property[] byNumber = {};
    private @Nullable Property[] shadows = {};

    TypeDef(String name, Kind kind, String base) {
        this.name = name;
        this.kind = kind;
        this.base = base;
    }

    void add(ElementDef element) {
        elements.add(element);
    }

    void add(Property property) {
        properties.add(property);
    }

    void index(int names, Definitions definitions) {
        byNumber = new Property[names];
        shadows = new Property[names];
        for (var property : properties) {
            byNumber[property.number()] = property;
            if (property.primitive()) {
                shadows[definitions.names().number("_" + property.name())] = property;
            }
        }
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    /// The type that it specialises, or empty.
    public String base() {
        return base;
    }

    public List<ElementDef> elements() {
        return Collections.unmodifiableList(elements);
    }

    public List<Property> properties() {
        return Collections.unmodifiableList(properties);
    }

    /// The property with this name number, or null.
    public @Nullable Property property(int number) {
        return byNumber[number];
    }

    /// The primitive property whose `_name` has this number, or null.
    public @Nullable Property shadow(int number) {
        return shadows[number];
    }

    @Override
    public String toString() {
        return name;
    }
}
