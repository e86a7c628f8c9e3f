package io.carekeep.fhir.path;

import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.json.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The types of FHIR R4, read from the official definitions.
public final class DefinedTypes implements TypeModel {

    static final String PATIENT = "/hl7/fhir/core/package/StructureDefinition-Patient.json";
    public static final DefinedTypes R4 = new DefinedTypes();

    private final Map<String, Shape> types = new HashMap<>();
    private final Map<String, Shape> nested = new HashMap<>();
    private final Names names;

    private record Choice(String property, String type, boolean repeats) {}

    private static final class Shape implements Type {

        private final String name;
        private final String path;
        private final String kind;

        @Nullable
        Shape base;

        final Map<String, List<Choice>> elements = new LinkedHashMap<>();
        final Map<String, List<Property>> properties = new HashMap<>();
        final Map<Integer, Property> byName = new HashMap<>();

        Shape(String name, String path, String kind) {
            this.name = name;
            this.path = path;
            this.kind = kind;
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
            return kind.equals("primitive-type");
        }

        @Override
        public boolean isAnyResource() {
            return name.equals("Resource");
        }

        @Override
        public List<Property> properties(String element) {
            return properties.getOrDefault(element, List.of());
        }

        @Override
        public @Nullable Property property(int number) {
            return byName.get(number);
        }
    }

    private DefinedTypes() {
        var bases = new HashMap<String, String>();
        try (var files = FileSystems.newFileSystem(jar(PATIENT), Map.of());
                var list = Files.list(files.getPath("hl7/fhir/core/package"))) {
            for (var file : list.toList()) {
                if (file.getFileName().toString().matches("StructureDefinition-[A-Za-z0-9]+.json")) {
                    read(new JsonParser(Names.NONE, Limits.DEFAULT).parse(Files.readAllBytes(file)), bases);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        bases.forEach((name, base) -> Objects.requireNonNull(types.get(name)).base = types.get(base));
        var words = new LinkedHashSet<String>();
        words.add("resourceType");
        all().forEach(shape -> shape.elements
                .values()
                .forEach(choices -> choices.forEach(choice -> {
                    words.add(choice.property());
                    words.add("_" + choice.property());
                })));
        names = new Names(new ArrayList<>(words));
        all().forEach(this::link);
    }

    private List<Shape> all() {
        var all = new ArrayList<>(types.values());
        all.addAll(nested.values());
        return all;
    }

    static URI jar(String resource) {
        var url =
                Objects.requireNonNull(DefinedTypes.class.getResource(resource)).toString();
        return URI.create(url.substring(0, url.indexOf('!')));
    }

    private void read(Json definition, Map<String, String> bases) {
        if ("constraint".equals(definition.text(0, "derivation")) || !"4.0.1".equals(definition.text(0, "version"))) {
            return;
        }
        String kind = Objects.requireNonNull(definition.text(0, "kind"));
        String type = Objects.requireNonNull(definition.text(0, "type"));
        types.put(type, new Shape(type, type, kind));
        String base = definition.text(0, "baseDefinition");
        if (base != null) {
            bases.put(type, base.substring(base.lastIndexOf('/') + 1));
        }
        int elements = definition.get(definition.get(0, "snapshot"), "element");
        for (int element = definition.first(elements);
                element != Json.NONE;
                element = definition.next(element, elements)) {
            element(definition, element);
        }
    }

    private void element(Json definition, int element) {
        String path = Objects.requireNonNull(definition.text(element, "path"));
        int dot = path.lastIndexOf('.');
        if (dot < 0) {
            return;
        }
        String parent = path.substring(0, dot);
        String name = path.substring(dot + 1);
        var shape = parent.indexOf('.') < 0 ? types.get(parent) : nested.get(parent);
        if (shape == null) {
            throw new IllegalStateException(path);
        }
        boolean repeats = !"1".equals(definition.text(definition.get(element, "base"), "max"));
        String content = definition.text(element, "contentReference");
        if (content != null) {
            shape.elements.put(name, List.of(new Choice(name, content.substring(1), repeats)));
            return;
        }
        var choices = new ArrayList<Choice>();
        int list = definition.get(element, "type");
        for (int type = definition.first(list); type != Json.NONE; type = definition.next(type, list)) {
            String code = Objects.requireNonNull(definition.text(type, "code"));
            if (name.endsWith("[x]")) {
                String word = name.substring(0, name.length() - 3)
                        + Character.toUpperCase(code.charAt(0))
                        + code.substring(1);
                choices.add(new Choice(word, code, repeats));
            } else if (code.equals("BackboneElement") || code.equals("Element") && !name.equals("extension")) {
                nested.computeIfAbsent(path, key -> new Shape(code, key, "complex-type"));
                choices.add(new Choice(name, path, repeats));
            } else {
                choices.add(new Choice(name, primitive(path, code), repeats));
            }
        }
        shape.elements.put(name.replace("[x]", ""), choices);
    }

    private String primitive(String path, String code) {
        if (!code.startsWith("http://hl7.org/fhirpath")) {
            return code;
        }
        var type = types.get(path.substring(0, path.lastIndexOf('.')));
        return type != null && type.kind.equals("resource") ? "id" : "string";
    }

    private void link(Shape shape) {
        if (shape.base == null && shape.name.endsWith("Element")) {
            shape.base = types.get(shape.name.equals("Element") ? "Element" : "BackboneElement");
            if (shape.base == shape) {
                shape.base = null;
            }
        }
        shape.elements.forEach((element, choices) -> {
            var list = new ArrayList<Property>();
            for (var choice : choices) {
                var type = nested.getOrDefault(choice.type(), types.get(choice.type()));
                int number = names.number(choice.property());
                int sibling = names.number("_" + choice.property());
                var property = new Property(element, number, sibling, Objects.requireNonNull(type), choice.repeats());
                list.add(property);
                shape.byName.put(number, property);
                shape.byName.put(sibling, property);
            }
            shape.properties.put(element, list);
        });
    }

    @Override
    public Names names() {
        return names;
    }

    @Override
    public @Nullable Type type(String name) {
        return types.get(name);
    }

    /// Where the definitions define a shape: `Period`, `Patient.contact`.
    static String path(Type type) {
        return ((Shape) type).path;
    }

    public Json parse(byte[] bytes) {
        return new JsonParser(names, Limits.DEFAULT).parse(bytes);
    }
}
