package io.carekeep.fhir.path;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.definitions.TypeDef;
import io.carekeep.fhir.json.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The types of FHIR R4 as the official definitions define them.
public final class DefinedTypes implements TypeModel {

    private static final class Holder {
        private static final DefinedTypes R4 = new DefinedTypes(Definitions.r4());
    }

    private final Definitions definitions;
    // By name, and nested elements by path.
    private final Map<String, Shape> shapes = new HashMap<>();

    private DefinedTypes(Definitions definitions) {
        this.definitions = definitions;
        ResourceType.all().forEach(type -> shape(definitions.type(type)));
        for (var name : List.of("Parameters", "Resource", "DomainResource", "Element", "BackboneElement")) {
            var type = definitions.type(name);
            if (type != null) {
                shape(type);
            }
        }
    }

    /// The types of R4; made once.
    public static DefinedTypes r4() {
        return Holder.R4;
    }

    private Shape shape(TypeDef def) {
        var known = shapes.get(def.name());
        if (known != null) {
            return known;
        }
        var base = definitions.type(def.base());
        var shape = new Shape(def, base == null ? null : shape(base));
        shapes.put(def.name(), shape);
        for (var property : def.properties()) {
            shape.add(element(property.element().path()), property, typeOf(def, property), definitions.names());
        }
        shape.index();
        return shape;
    }

    private Shape typeOf(TypeDef holder, io.carekeep.fhir.definitions.Property property) {
        // The definitions give ids FHIRPath's type String; FHIR's own tests call a resource's an id.
        boolean id = holder.kind() == TypeDef.Kind.RESOURCE && property.name().equals("id");
        var type = id ? definitions.type("id") : property.type();
        if (type == null) {
            type = definitions.type(property.typeCode());
        }
        if (type == null) {
            throw new AssertionError("not so: each property has a defined type");
        }
        return shape(type);
    }

    private static String element(String path) {
        var name = path.substring(path.lastIndexOf('.') + 1);
        return name.endsWith("[x]") ? name.substring(0, name.length() - 3) : name;
    }

    @Override
    public Names names() {
        return definitions.names();
    }

    @Override
    public @Nullable Type type(String name) {
        return name.indexOf('.') < 0 ? shapes.get(name) : null;
    }

    /// The type that a definition defines, a nested element's among them.
    public Type of(TypeDef def) {
        var shape = shapes.get(def.name());
        if (shape == null) {
            throw new AssertionError("not so: every type is reachable from a resource");
        }
        return shape;
    }

    /// One definition as paths see it.
    private static final class Shape implements Type {

        private final String name;
        private final boolean primitive;
        private final @Nullable Shape base;
        private final Map<String, List<Property>> elements = new HashMap<>();
        // The numbers of all properties and their siblings in ascending order, and the properties in step.
        private int[] numbers = {};
        private Property[] properties = {};

        Shape(TypeDef def, @Nullable Shape base) {
            this.name = def.kind() == TypeDef.Kind.BACKBONE ? def.base() : def.name();
            this.primitive = def.kind() == TypeDef.Kind.PRIMITIVE;
            this.base = base;
        }

        void add(String element, io.carekeep.fhir.definitions.Property defined, Shape type, Names names) {
            int sibling = type.primitive ? names.number("_" + defined.name()) : Names.UNKNOWN;
            var property = new Property(
                    element, defined.number(), sibling, type, defined.element().repeats());
            elements.computeIfAbsent(element, key -> new ArrayList<>()).add(property);
        }

        void index() {
            var byNumber = new HashMap<Integer, Property>();
            elements.replaceAll((element, list) -> List.copyOf(list));
            elements.values()
                    .forEach(list -> list.forEach(property -> {
                        byNumber.put(property.name(), property);
                        if (property.sibling() != Names.UNKNOWN) {
                            byNumber.put(property.sibling(), property);
                        }
                    }));
            numbers = byNumber.keySet().stream()
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .toArray();
            properties = Arrays.stream(numbers).mapToObj(byNumber::get).toArray(Property[]::new);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public @Nullable Type base() {
            return base;
        }

        @Override
        public boolean isPrimitive() {
            return primitive;
        }

        @Override
        public boolean isAnyResource() {
            return name.equals("Resource");
        }

        @Override
        public List<Property> properties(String element) {
            return elements.getOrDefault(element, List.of());
        }

        @Override
        public @Nullable Property property(int number) {
            int place = Arrays.binarySearch(numbers, number);
            return place < 0 ? null : properties[place];
        }
    }
}
