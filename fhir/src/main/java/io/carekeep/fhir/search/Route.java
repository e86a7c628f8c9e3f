package io.carekeep.fhir.search;

import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.definitions.Property;
import io.carekeep.fhir.definitions.TypeDef;
import io.carekeep.fhir.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A path from a resource to the elements of an index expression, compiled to the numbers of names: it reads the part
/// of FHIRPath in which the official search parameters are written.
final class Route {

    /// Takes each element that a route leads to.
    interface Visitor {
        /// @param typeCode its data type, such as `CodeableConcept`
        void visit(int node, String typeCode);
    }

    /// One step: the properties that it may take, and what must hold at its end.
    private record Step(List<Property> properties, @Nullable Filter filter) {}

    /// `where(name = 'text')`, or `[0]` when only the first counts.
    private record Filter(int name, String text, boolean firstOnly) {}

    private static final int NO_NAME = 0;

    private final List<Step> steps = new ArrayList<>();
    private final boolean existence;

    private Route(boolean existence) {
        this.existence = existence;
    }

    /// Compiles what stands after the type in a branch of an official expression, such as `value.as(Quantity)`.
    /// @param start the type that the path begins at
    static Route compile(Definitions definitions, TypeDef start, String path) {
        boolean existence = path.endsWith(EXISTENCE);
        var route = new Route(existence);
        route.parse(definitions, List.of(start), existence ? path.substring(0, path.indexOf('.')) : path);
        return route;
    }

    // The one expression that asks whether something is there: Patient's `deceased`.
    static final String EXISTENCE = ".exists() and Patient.deceased != false";

    private void parse(Definitions definitions, List<TypeDef> start, String path) {
        var types = start;
        for (var word : words(path)) {
            int last = steps.size() - 1;
            if (word.startsWith("as(")) {
                steps.set(last, cast(steps.get(last), word.substring(3, word.length() - 1)));
            } else if (word.startsWith("where(resolve()")) {
                continue;
            } else if (word.startsWith("where(")) {
                steps.set(last, filtered(definitions, steps.get(last), word.substring(6, word.length() - 1)));
            } else {
                boolean first = word.endsWith("[0]");
                steps.add(step(types, first ? word.substring(0, word.length() - 3) : word, first));
            }
            types = typesAfter(steps.get(steps.size() - 1));
        }
    }

    private static List<TypeDef> typesAfter(Step step) {
        var types = new ArrayList<TypeDef>();
        for (var property : step.properties()) {
            if (property.type() != null) {
                types.add(property.type());
            }
        }
        return types;
    }

    // Splits at dots outside brackets.
    private static List<String> words(String path) {
        var words = new ArrayList<String>();
        int depth = 0;
        int from = 0;
        for (int at = 0; at < path.length(); at++) {
            char letter = path.charAt(at);
            depth += letter == '(' ? 1 : letter == ')' ? -1 : 0;
            if (letter == '.' && depth == 0) {
                words.add(path.substring(from, at));
                from = at + 1;
            }
        }
        if (from < path.length()) {
            words.add(path.substring(from));
        }
        return words;
    }

    private static Step cast(Step step, String type) {
        var kept = step.properties().stream()
                .filter(property -> property.typeCode().equalsIgnoreCase(type))
                .toList();
        return new Step(kept, step.filter());
    }

    private static Step filtered(Definitions definitions, Step step, String condition) {
        int equals = condition.indexOf('=');
        var text = condition.substring(equals + 1).strip();
        int name = definitions.names().number(condition.substring(0, equals).strip());
        return new Step(step.properties(), new Filter(name, text.substring(1, text.length() - 1), false));
    }

    private static Step step(List<TypeDef> types, String name, boolean first) {
        var properties = new ArrayList<Property>();
        for (var type : types) {
            for (var property : type.properties()) {
                boolean choice = property.element().path().endsWith("." + name + "[x]");
                if (choice || property.name().equals(name)) {
                    properties.add(property);
                }
            }
        }
        if (properties.isEmpty()) {
            throw new IllegalStateException("no element " + name + " in " + types);
        }
        return new Step(properties, first ? new Filter(NO_NAME, "", true) : null);
    }

    /// The properties that each step may take, by their numbers.
    List<Set<Integer>> properties() {
        return steps.stream()
                .map(step -> step.properties().stream().map(Property::number).collect(Collectors.toSet()))
                .toList();
    }

    /// The properties whose values each step asks for, by their numbers.
    List<Set<Integer>> conditions() {
        return steps.stream()
                .map(Step::filter)
                .map(filter -> filter == null || filter.firstOnly() ? Set.<Integer>of() : Set.of(filter.name()))
                .toList();
    }

    /// Whether one resource can have several values here.
    boolean repeats() {
        return steps.stream()
                .anyMatch(step -> step.filter() == null
                        && step.properties().stream()
                                .anyMatch(each -> each.element().repeats()));
    }

    /// The data types that elements here can have.
    List<String> typeCodes() {
        return steps.isEmpty()
                ? List.of()
                : steps.get(steps.size() - 1).properties().stream()
                        .map(Property::typeCode)
                        .distinct()
                        .toList();
    }

    /// Whether it asks if something is there instead of what it is.
    boolean existence() {
        return existence;
    }

    /// Visits every element that the route leads to from an object.
    void walk(Json doc, int node, Visitor visitor) {
        walk(doc, node, 0, "", visitor);
    }

    private void walk(Json doc, int node, int at, String typeCode, Visitor visitor) {
        if (at == steps.size()) {
            visitor.visit(node, typeCode);
            return;
        }
        var step = steps.get(at);
        for (int each = 0; each < step.properties().size(); each++) {
            var property = step.properties().get(each);
            int child = doc.get(node, property.number());
            if (child != Json.NONE) {
                enter(doc, child, step, property, at, visitor);
            }
        }
    }

    private void enter(Json doc, int child, Step step, Property property, int at, Visitor visitor) {
        if (doc.kind(child) != Json.Kind.ARRAY) {
            if (passes(doc, child, step.filter())) {
                walk(doc, child, at + 1, property.typeCode(), visitor);
            }
            return;
        }
        for (int item = doc.first(child); item != Json.NONE; item = doc.next(item, child)) {
            if (doc.kind(item) != Json.Kind.NULL && passes(doc, item, step.filter())) {
                walk(doc, item, at + 1, property.typeCode(), visitor);
            }
            if (step.filter() != null && step.filter().firstOnly()) {
                return;
            }
        }
    }

    private static boolean passes(Json doc, int node, @Nullable Filter filter) {
        if (filter == null || filter.firstOnly()) {
            return true;
        }
        int value = doc.get(node, filter.name());
        return value != Json.NONE && doc.text(value).equals(filter.text());
    }
}
