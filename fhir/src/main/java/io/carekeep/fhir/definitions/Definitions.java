package io.carekeep.fhir.definitions;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Names;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The official definitions of FHIR R4 (4.0.1), as compiled by the build.
public final class Definitions {

    /// A rule of the base definitions that every instance keeps, in FHIRPath.
    public record Invariant(String path, String key, String expression, String human) {}

    private record Element(
            String path, int min, String max, String types, String reference, String binding, boolean summary) {}

    private static final class Holder {
        private static final Definitions R4 = new Definitions();
    }

    private static final String CHOICE = "[x]";

    private final Map<String, TypeDef> types = new HashMap<>();
    private final Map<String, Set<String>> valueSets = new HashMap<>();
    private final Map<String, Set<String>> systems = new HashMap<>();
    private final List<SearchParameterDef> searchParameters = new ArrayList<>();
    private final List<Invariant> invariants = new ArrayList<>();
    private final Map<String, List<String>> compartment = new HashMap<>();
    private final Names names;

    private Definitions() {
        var elements = new ArrayList<Element>();
        for (var line : lines()) {
            read(line.split("\t", -1), elements);
        }
        for (var element : elements) {
            if (types.get(element.path()) == null && hasChildren(element)) {
                types.put(element.path(), new TypeDef(element.path(), TypeDef.Kind.BACKBONE, element.types()));
            }
        }
        this.names = new Names(List.copyOf(propertyNames(elements)));
        elements.forEach(this::add);
        types.values().forEach(type -> type.index(names.size(), this));
    }

    /// The definitions; loaded once.
    public static Definitions r4() {
        return Holder.R4;
    }

    private static List<String> lines() {
        try (var reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Definitions.class.getResourceAsStream("r4.tsv"), "the compiled definitions"),
                StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void read(String[] words, List<Element> elements) {
        switch (words[0]) {
            case "T" -> types.put(words[1], new TypeDef(words[1], kind(words[2]), words[4]));
            case "E" ->
                elements.add(new Element(
                        words[3],
                        Integer.parseInt(words[4]),
                        words[5],
                        words[6],
                        words[7],
                        words[8],
                        words[9].equals("true")));
            case "I" -> invariants.add(new Invariant(words[1], words[2], words[3], words[4]));
            case "V" -> {
                valueSets.put(words[1], Set.of(words[2].split(" ")));
                systems.put(words[1], Set.of(words[3].split(" ")));
            }
            case "C" -> compartment.put(words[1], List.of(words[2].split(" ")));
            case "S" ->
                searchParameters.add(new SearchParameterDef(
                        words[1],
                        words[2],
                        words[3],
                        split(words[4], " "),
                        words[5],
                        split(words[6], " "),
                        split(words[7], ";").stream()
                                .map(Definitions::component)
                                .toList()));
            default -> throw new IllegalStateException("the compiled definitions have a line of kind " + words[0]);
        }
    }

    private static TypeDef.Kind kind(String kind) {
        return switch (kind) {
            case "primitive-type" -> TypeDef.Kind.PRIMITIVE;
            case "resource" -> TypeDef.Kind.RESOURCE;
            default -> TypeDef.Kind.COMPLEX;
        };
    }

    private static SearchParameterDef.Component component(String text) {
        int equals = text.indexOf('=');
        return new SearchParameterDef.Component(text.substring(0, equals), text.substring(equals + 1));
    }

    private static List<String> split(String text, String by) {
        return text.isEmpty() ? List.of() : List.of(text.split(by));
    }

    private static boolean hasChildren(Element element) {
        return element.types().equals("BackboneElement") || element.types().equals("Element");
    }

    private static TreeSet<String> propertyNames(List<Element> elements) {
        var all = new TreeSet<String>();
        all.add("resourceType");
        all.add("fhir_comments");
        for (var element : elements) {
            int dot = element.path().lastIndexOf('.');
            if (dot < 0) {
                continue;
            }
            var name = element.path().substring(dot + 1);
            if (name.endsWith(CHOICE)) {
                for (var type : split(element.types(), " ")) {
                    add(all, choice(name, type.split(":", 2)[0]));
                }
            } else {
                add(all, name);
            }
        }
        return all;
    }

    private static void add(Set<String> all, String name) {
        all.add(name);
        all.add("_" + name);
    }

    private static String choice(String name, String type) {
        return name.substring(0, name.length() - CHOICE.length())
                + Character.toUpperCase(type.charAt(0))
                + type.substring(1);
    }

    private void add(Element element) {
        int dot = element.path().lastIndexOf('.');
        var owner = dot < 0 ? null : types.get(element.path().substring(0, dot));
        if (owner == null || element.max().equals("0")) {
            return;
        }
        var refs =
                split(element.types(), " ").stream().map(Definitions::typeRef).toList();
        int max = element.max().equals("*") ? Integer.MAX_VALUE : Integer.parseInt(element.max());
        var def = new ElementDef(
                owner.elements().size(),
                element.path(),
                element.min(),
                max,
                refs,
                valueSets.get(element.binding()),
                systems.getOrDefault(element.binding(), Set.of()),
                element.summary());
        owner.add(def);
        var name = element.path().substring(dot + 1);
        if (!element.reference().isEmpty()) {
            var target = types.get(element.reference().substring(1));
            owner.add(new Property(name, names.number(name), def, "BackboneElement", List.of(), target));
        }
        for (var ref : refs) {
            var property = name.endsWith(CHOICE) ? choice(name, ref.code()) : name;
            var type = types.containsKey(element.path()) && hasChildren(element)
                    ? types.get(element.path())
                    : types.get(ref.code());
            var known = ref.code().equals("Resource") ? null : type;
            owner.add(new Property(property, names.number(property), def, ref.code(), ref.targets(), known));
        }
    }

    private static ElementDef.TypeRef typeRef(String word) {
        var parts = word.split(":");
        return new ElementDef.TypeRef(parts[0], List.of(parts).subList(1, parts.length));
    }

    /// The names of all properties, numbered; all FHIR JSON is parsed with this table.
    public Names names() {
        return names;
    }

    /// A type by its name, or a backbone element's by its path; null when there is none.
    public @Nullable TypeDef type(String name) {
        return types.get(name);
    }

    /// A storable resource type's definition.
    public TypeDef type(ResourceType type) {
        return Objects.requireNonNull(types.get(type.name()));
    }

    /// All official search parameters.
    public List<SearchParameterDef> searchParameters() {
        return List.copyOf(searchParameters);
    }

    /// All rules of error severity in the base definitions.
    public List<Invariant> invariants() {
        return List.copyOf(invariants);
    }

    /// The codes of the search parameters that put a type into a patient's compartment, in the definition's order:
    /// https://hl7.org/fhir/R4/compartmentdefinition-patient.html.
    public List<String> patientCompartment(ResourceType type) {
        return compartment.getOrDefault(type.name(), List.of());
    }
}
