package io.carekeep.fhir.mask;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.definitions.Property;
import io.carekeep.fhir.definitions.TypeDef;
import io.carekeep.fhir.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An element of a type of resource: `Patient.contact.telecom`, `Observation.value` (whatever type it has),
/// `Observation.valueQuantity`, `Patient.extension('http://example.org/race')`. It means the same in a resource that
/// another contains.
public final class ElementPath {

    /// One step: the properties that it may take, and, of extensions, whose url it takes only.
    private record Step(List<Property> properties, @Nullable String url) {

        Set<Integer> numbers() {
            var numbers = new HashSet<Integer>();
            properties.forEach(each -> numbers.add(each.number()));
            return numbers;
        }
    }

    private static final Pattern WORD = Pattern.compile("([A-Za-z]\\w*)(\\('([^']*)'\\))?(\\.|$)");
    // What every record must have to be told from others, and what rules themselves speak of.
    private static final Set<String> NEEDED = Set.of("id", "meta", "resourceType", "contained");

    private final ResourceType type;
    private final List<Step> steps;
    private final String text;

    private ElementPath(ResourceType type, List<Step> steps, String text) {
        this.type = type;
        this.steps = steps;
        this.text = text;
    }

    /// @throws Refused when there is no such element, or it is one that can't be left out
    public static ElementPath parse(String text) {
        var words = WORD.matcher(text);
        if (!words.lookingAt()) {
            throw refused(text, "a resource type and elements, such as Patient.contact.telecom");
        }
        var name = words.group(1);
        var type = ResourceType.of(name)
                .orElseThrow(() -> refused(text, "a resource type of FHIR R4 at its start, not '" + name + "'"));
        var steps = new ArrayList<Step>();
        var at = List.of(Definitions.r4().type(type));
        int from = words.end();
        while (from < text.length() && words.region(from, text.length()).lookingAt()) {
            var step = step(text, at, words.group(1), words.group(3));
            steps.add(step);
            at = step.properties().stream()
                    .map(Property::type)
                    .filter(Objects::nonNull)
                    .map(Objects::requireNonNull)
                    .toList();
            from = words.end();
        }
        if (from < text.length() || steps.isEmpty() || text.endsWith(".")) {
            throw refused(text, "elements of " + type + " with dots between them");
        }
        return new ElementPath(type, steps, text);
    }

    private static Step step(String text, List<TypeDef> types, String name, @Nullable String url) {
        var found = new ArrayList<Property>();
        for (var each : types) {
            var holder = each.kind() == TypeDef.Kind.PRIMITIVE && name.equals("extension") ? extension() : each;
            for (var property : holder.properties()) {
                boolean choice = property.element().path().endsWith("." + name + "[x]");
                if (choice || property.name().equals(name)) {
                    found.add(property);
                }
            }
        }
        boolean top = types.size() == 1 && types.getFirst().kind() == TypeDef.Kind.RESOURCE;
        if (found.isEmpty() || top && NEEDED.contains(name)) {
            throw refused(text, found.isEmpty() ? "elements that there are: there is no " + name : "not " + name);
        }
        if (url != null && !name.equals("extension") && !name.equals("modifierExtension")) {
            throw refused(text, "a url in brackets after extension or modifierExtension only");
        }
        return new Step(found, url);
    }

    private static TypeDef extension() {
        return Objects.requireNonNull(Definitions.r4().type("Extension"));
    }

    private static Refused refused(String text, String expected) {
        return new Refused(new Problem.Invalid("element '" + text + "'", expected));
    }

    ResourceType type() {
        return type;
    }

    /// Whether all that the other leads to is at or below this one.
    boolean covers(ElementPath other) {
        if (!type.equals(other.type) || steps.size() > other.steps.size()) {
            return false;
        }
        for (int at = 0; at < steps.size(); at++) {
            var mine = steps.get(at);
            var its = other.steps.get(at);
            boolean urls = mine.url() == null || mine.url().equals(its.url());
            if (!urls || !mine.numbers().containsAll(its.numbers())) {
                return false;
            }
        }
        return true;
    }

    /// How much of what another way leads to lies at or below this path.
    /// @param way the properties that each step of it may take
    /// @param asked the names whose values it asks for at each step, or an empty set
    public Cover cover(List<Set<Integer>> way, List<Set<Integer>> asked) {
        boolean part = false;
        for (int at = 0; at < steps.size(); at++) {
            var mine = steps.get(at);
            if (at == way.size()) {
                return Cover.PART;
            }
            if (mine.numbers().stream().noneMatch(way.get(at)::contains)) {
                boolean filters = at > 0 && mine.numbers().stream().anyMatch(asked.get(at - 1)::contains);
                return filters ? Cover.PART : Cover.NOTHING;
            }
            part |= mine.url() != null || !mine.numbers().containsAll(way.get(at));
        }
        return part ? Cover.PART : Cover.WHOLE;
    }

    /// How many steps it has.
    public int length() {
        return steps.size();
    }

    /// Whether it goes on below a way by these properties next.
    public boolean goesOn(int steps, int property) {
        return this.steps.size() > steps && this.steps.get(steps).numbers().contains(property);
    }

    /// How much of something is left out.
    public enum Cover {
        NOTHING,
        PART,
        WHOLE
    }

    /// Visits the nodes at this path in a resource; of a primitive also the one of its id and extensions.
    void each(Json doc, int resource, IntConsumer visitor) {
        each(doc, resource, 0, visitor);
    }

    private void each(Json doc, int object, int at, IntConsumer visitor) {
        for (var property : steps.get(at).properties()) {
            at(doc, doc.get(object, property.number()), at, visitor);
            if (property.primitive()) {
                at(doc, doc.get(object, "_" + property.name()), at, visitor);
            }
        }
    }

    private void at(Json doc, int node, int at, IntConsumer visitor) {
        if (node == Json.NONE) {
            return;
        }
        var url = steps.get(at).url();
        if (url == null && at + 1 == steps.size()) {
            visitor.accept(node);
        } else if (doc.kind(node) == Json.Kind.ARRAY) {
            for (int item = doc.first(node); item != Json.NONE; item = doc.next(item, node)) {
                object(doc, item, at, visitor);
            }
        } else {
            object(doc, node, at, visitor);
        }
    }

    private void object(Json doc, int node, int at, IntConsumer visitor) {
        var url = steps.get(at).url();
        if (doc.kind(node) != Json.Kind.OBJECT || url != null && !url.equals(doc.text(node, "url"))) {
            return;
        }
        if (at + 1 == steps.size()) {
            visitor.accept(node);
        } else {
            each(doc, node, at + 1, visitor);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ElementPath path && path.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
