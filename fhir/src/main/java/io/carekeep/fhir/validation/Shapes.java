package io.carekeep.fhir.validation;

import io.carekeep.base.Check;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.definitions.ElementDef;
import io.carekeep.fhir.definitions.Property;
import io.carekeep.fhir.definitions.TypeDef;
import io.carekeep.fhir.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All types that a resource can hold, compiled once.
final class Shapes {

    private final Definitions definitions;
    private final ResourceTypes types;
    private final Rules rules;
    private final Map<String, Shape> byName = new HashMap<>();
    private final Map<Set<String>, Codes> codes = new HashMap<>();
    private final Map<List<String>, Targets> targets = new HashMap<>();
    // By the type's number in the names of types.
    private final List<Shape> resources = new ArrayList<>();
    private final Shape element;

    Shapes(Definitions definitions) {
        this.definitions = definitions;
        this.types = new ResourceTypes(definitions.names());
        this.rules = new Rules(definitions);
        this.element = shape(definition("Element"));
        for (var name : types.names()) {
            resources.add(shape(definition(name)));
        }
    }

    ResourceTypes types() {
        return types;
    }

    /// What stands beside a primitive: an id and extensions.
    Shape element() {
        return element;
    }

    /// The shape of the type that an object says it is, or null.
    @Nullable
    Shape resource(Json doc, int node) {
        int number = types.of(doc, node);
        return number == ResourceTypes.UNKNOWN ? null : resources.get(number - 1);
    }

    private TypeDef definition(String name) {
        return Objects.requireNonNull(definitions.type(name), name);
    }

    private Shape shape(TypeDef definition) {
        var known = byName.get(definition.name());
        if (known != null) {
            return known;
        }
        var shape = new Shape(definition, rules.type(definition));
        byName.put(definition.name(), shape);
        var elements = definition.elements();
        Check.that(elements.size() <= Long.SIZE, "a type's elements fit the bits of a long");
        long required = 0;
        long content = 0;
        for (var each : elements) {
            required |= each.min() > 0 ? bit(each) : 0;
            content |= isId(each) ? 0 : bit(each);
            Check.that(
                    each.min() <= 1 && (each.max() == 1 || each.max() == Integer.MAX_VALUE), "only 0, 1 and * occur");
        }
        var slots = new ArrayList<Slot>();
        for (var property : definition.properties()) {
            slots.add(slot(definition, property));
        }
        shape.complete(slots, required, content, rules.of(definition));
        return shape;
    }

    private Slot slot(TypeDef holder, Property property) {
        var type = property.typeCode().equals("Resource") ? null : property.type();
        var place = property.element();
        if (type == null) {
            return new Slot(property, 0, bit(place), null, null, null, List.of(), null, null);
        }
        var format = property.primitive() ? format(holder, property) : null;
        // An element's own id and an extension's url are attributes in XML and can't be extended.
        boolean attribute = format == Format.ELEMENT_ID || isUrl(holder, property);
        return new Slot(
                property,
                format == null || attribute ? 0 : definitions.names().number("_" + property.name()),
                bit(place),
                format,
                format == null ? shape(type) : null,
                rules.type(type),
                place.path().equals(type.name()) ? List.of() : rules.at(place.path(), type),
                codes(property),
                targets(property));
    }

    private @Nullable Codes codes(Property property) {
        if (property.typeCode().equals("code") && property.element().path().equals("Money.currency")) {
            return Currencies.CODES;
        }
        var set = property.element().codes();
        boolean code = property.typeCode().equals("code") || property.typeCode().equals("CodeableConcept");
        return set == null || !code
                ? null
                : codes.computeIfAbsent(
                        set, key -> new Codes(key, property.element().systems()));
    }

    private @Nullable Targets targets(Property property) {
        if (!property.typeCode().equals("Reference")) {
            return null;
        }
        var names = property.targets().contains("Resource") ? List.<String>of() : property.targets();
        return targets.computeIfAbsent(names, key -> new Targets(types, key));
    }

    private static Format format(TypeDef holder, Property property) {
        if (property.name().equals("id") && property.typeCode().equals("string")) {
            return holder.kind() == TypeDef.Kind.RESOURCE ? Format.ID : Format.ELEMENT_ID;
        }
        return isUrl(holder, property) ? Format.URI : Format.of(property.typeCode());
    }

    private static boolean isUrl(TypeDef holder, Property property) {
        return holder.name().equals("Extension") && property.name().equals("url");
    }

    private static boolean isId(ElementDef element) {
        return element.path().endsWith(".id");
    }

    static long bit(ElementDef element) {
        return 1L << element.index();
    }
}
