package io.carekeep.fhir.patch;

import io.carekeep.fhir.path.TypeModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts elements into objects in FHIR's JSON form: choices of types, lists, and primitives with ids and extensions.
final class Filling {

    private final TypeModel model;
    private final Operation operation;

    Filling(TypeModel model, Operation operation) {
        this.model = model;
        this.operation = operation;
    }

    /// Appends an element to a list, or sets one that isn't there.
    void add(Tree object, TypeModel.Type type, String element, Operation.Content content) {
        var properties = properties(type, element);
        var property = chosen(properties, content);
        String name = name(property);
        if (property.repeats()) {
            append(object, name, value(property, content), content.sibling());
            return;
        }
        for (var other : properties) {
            if (object.get(name(other)) != null || object.get("_" + name(other)) != null) {
                throw operation.impossible(".name", "The element is there already and can't repeat: use replace.");
            }
        }
        set(object, name, value(property, content), content.sibling());
    }

    /// Puts another value in an element's place; a choice may change its type.
    void replace(Spot spot, Operation.Content content) {
        var old = spot.type().property(model.names().number(spot.name()));
        if (old == null) {
            throw operation.impossible(".path", "There is no such element.");
        }
        var property = chosen(properties(spot.type(), old.element()), content);
        var value = value(property, content);
        if (spot.index() != Spot.ALONE) {
            setItem(spot, value, content.sibling());
            return;
        }
        String name = name(property);
        if (value != null && spot.property() != null) {
            spot.holder().rename(spot.name(), name, value);
        } else {
            spot.remove();
        }
        if (spot.sibling() != null) {
            spot.holder().remove("_" + spot.name());
        }
        set(spot.holder(), name, value, content.sibling());
    }

    /// Puts an item into the list that a spot is in.
    void insert(Spot spot, int index, Operation.Content content) {
        var property = spot.type().property(model.names().number(spot.name()));
        if (property == null) {
            throw operation.impossible(".path", "There is no such element.");
        }
        var value = value(property, content);
        put(spot, index, value == null ? Tree.nothing() : value, content.sibling());
    }

    /// Moves an item of the list that a spot is in.
    void move(Spot spot, int source, int destination) {
        for (var list : List.of(spot.name(), "_" + spot.name())) {
            var array = spot.holder().get(list);
            if (array != null && array.isArray() && source < array.size() && destination < array.size()) {
                array.insert(destination, array.remove(source));
            }
        }
    }

    private void put(Spot spot, int index, Tree value, @Nullable Tree sibling) {
        var values = list(spot.holder(), spot.name(), sizeOf(spot));
        var siblings = spot.sibling();
        if (siblings == null && sibling != null) {
            siblings = list(spot.holder(), "_" + spot.name(), values.size());
        }
        values.insert(index, value);
        if (siblings != null) {
            siblings.insert(Math.min(index, siblings.size()), sibling == null ? Tree.nothing() : sibling);
        }
    }

    /// How many items the list that a spot is in has.
    static int sizeOf(Spot spot) {
        var values = spot.property();
        var siblings = spot.sibling();
        return Math.max(values == null ? 0 : values.size(), siblings == null ? 0 : siblings.size());
    }

    private static Tree list(Tree object, String name, int size) {
        var list = object.get(name);
        if (list == null) {
            list = Tree.array();
            object.put(name, list);
        }
        while (list.size() < size) {
            list.insert(list.size(), Tree.nothing());
        }
        return list;
    }

    private static void append(Tree object, String name, @Nullable Tree value, @Nullable Tree sibling) {
        var values = object.get(name);
        var siblings = object.get("_" + name);
        int size = Math.max(values == null ? 0 : values.size(), siblings == null ? 0 : siblings.size());
        if (value != null || values != null) {
            list(object, name, size).insert(size, value == null ? Tree.nothing() : value);
        }
        if (sibling != null || siblings != null) {
            list(object, "_" + name, size).insert(size, sibling == null ? Tree.nothing() : sibling);
        }
    }

    private static void setItem(Spot spot, @Nullable Tree value, @Nullable Tree sibling) {
        int size = sizeOf(spot);
        if (value != null || spot.property() != null) {
            list(spot.holder(), spot.name(), size).set(spot.index(), value == null ? Tree.nothing() : value);
        }
        if (sibling != null || spot.sibling() != null) {
            list(spot.holder(), "_" + spot.name(), size).set(spot.index(), sibling == null ? Tree.nothing() : sibling);
        }
    }

    private static void set(Tree object, String name, @Nullable Tree value, @Nullable Tree sibling) {
        if (value != null) {
            object.put(name, value);
        }
        if (sibling != null) {
            object.put("_" + name, sibling);
        }
    }

    private List<TypeModel.Property> properties(TypeModel.Type type, String element) {
        var properties = type.properties(element);
        if (!properties.isEmpty()) {
            return properties;
        }
        // A client may name a choice with its type.
        var written = type.property(model.names().number(element));
        if (written == null) {
            throw operation.impossible(".name", "There is no element of this name.");
        }
        return type.properties(written.element());
    }

    private TypeModel.Property chosen(List<TypeModel.Property> properties, Operation.Content content) {
        if (properties.size() == 1) {
            return properties.getFirst();
        }
        for (var property : properties) {
            if (property.type().name().equalsIgnoreCase(content.type())) {
                return property;
            }
        }
        throw operation.impossible(".value", "The element can't be of this type.");
    }

    private @Nullable Tree value(TypeModel.Property property, Operation.Content content) {
        if (content.parts().isEmpty()) {
            return content.value();
        }
        var object = Tree.object();
        for (var part : content.parts()) {
            add(object, property.type(), part.name(), part.content());
        }
        return object;
    }

    private String name(TypeModel.Property property) {
        String name = model.names().text(property.name());
        if (name == null) {
            throw new AssertionError("not so: every property is in the table of names");
        }
        return name;
    }
}
