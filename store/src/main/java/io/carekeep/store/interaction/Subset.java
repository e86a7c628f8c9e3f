package io.carekeep.store.interaction;

import io.carekeep.base.HandlesPhi;
import io.carekeep.base.Phi;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.definitions.Property;
import io.carekeep.fhir.definitions.TypeDef;
import io.carekeep.fhir.json.Edits;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.mask.Subsetted;
import io.carekeep.fhir.search.Query.Summary;
import io.carekeep.store.Version;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Leaves out of a resource what `_summary` and `_elements` don't ask for, and tags it as not whole:
/// https://hl7.org/fhir/R4/search.html#summary. What every instance must have stays.
/// @param elements the elements asked for, or empty for all
public record Subset(Summary summary, Set<String> elements) {

    static final Subset NONE = new Subset(Summary.FALSE, Set.of());

    private static final Set<String> ALWAYS = Set.of("resourceType", "id", "meta");

    /// What is kept for these two parameters of a search.
    public static Subset of(Summary summary, List<String> elements) {
        return summary == Summary.FALSE && elements.isEmpty() ? NONE : new Subset(summary, Set.copyOf(elements));
    }

    /// As the parameters of a request for one resource ask.
    static Subset of(Ask ask) {
        if (ask.parameters().isEmpty()) {
            return NONE;
        }
        return of(summary(ask.last("_summary")), ask.all("_elements"));
    }

    private static Summary summary(@Nullable String value) {
        return switch (value == null ? "false" : value) {
            case "false" -> Summary.FALSE;
            case "true" -> Summary.TRUE;
            case "text" -> Summary.TEXT;
            case "data" -> Summary.DATA;
            default -> throw new Refused(new Problem.Invalid("_summary", "true, text, data or false"));
        };
    }

    /// Whether everything is kept.
    boolean isWhole() {
        return summary == Summary.FALSE && elements.isEmpty();
    }

    /// A version's body, or the part of it that is asked for.
    @HandlesPhi(why = "a permitted body is cut to what its caller asks for")
    public Phi<byte[]> of(Version version) {
        return isWhole()
                ? version.json()
                : Phi.of(cut(Content.PARSER.parse(version.json().reveal()), version.type()));
    }

    byte[] cut(Json doc, ResourceType type) {
        var edits = new Edits(doc, 0);
        var definition = Definitions.r4().type(type);
        var wanted = plain(type);
        for (int child = doc.first(0); child != Json.NONE; child = doc.next(child, 0)) {
            var name = doc.nameText(child);
            if (name == null || ALWAYS.contains(name)) {
                continue;
            }
            var property = property(doc, child, definition);
            if (!keeps(name, property, wanted)) {
                edits.remove(child);
            } else if (summary == Summary.TRUE && property != null) {
                inner(doc, child, property, edits);
            }
        }
        Subsetted.tag(doc, edits);
        return edits.bytes();
    }

    // `Patient.name` means the same as `name`.
    private Set<String> plain(ResourceType type) {
        var names = new HashSet<String>();
        for (var each : elements) {
            names.add(
                    each.startsWith(type.name() + ".")
                            ? each.substring(type.name().length() + 1)
                            : each);
        }
        return names;
    }

    private static @Nullable Property property(Json doc, int child, TypeDef definition) {
        int number = doc.name(child);
        var property = definition.property(number);
        return property == null ? definition.shadow(number) : property;
    }

    private boolean keeps(String name, @Nullable Property property, Set<String> wanted) {
        if (property != null && property.element().min() > 0) {
            return true;
        }
        boolean summarised = switch (summary) {
            case TRUE -> property != null && property.element().summary();
            case TEXT -> name.equals("text");
            case DATA -> !name.equals("text");
            case FALSE, COUNT -> true;
        };
        return summarised && (wanted.isEmpty() || isWanted(name, property, wanted));
    }

    private static boolean isWanted(String name, @Nullable Property property, Set<String> wanted) {
        if (property == null) {
            return wanted.contains(name);
        }
        var path = property.element().path();
        var element = path.substring(path.lastIndexOf('.') + 1);
        return wanted.contains(property.name())
                || wanted.contains(element)
                || element.endsWith("[x]") && wanted.contains(element.substring(0, element.length() - 3));
    }

    // Data types are kept or left out whole; only the resource's own inner elements are looked into.
    private static void inner(Json doc, int node, Property property, Edits edits) {
        var type = property.type();
        if (type == null || type.kind() != TypeDef.Kind.BACKBONE) {
            return;
        }
        switch (doc.kind(node)) {
            case ARRAY -> {
                for (int item = doc.first(node); item != Json.NONE; item = doc.next(item, node)) {
                    object(doc, item, type, edits);
                }
            }
            case OBJECT -> object(doc, node, type, edits);
            case STRING, NUMBER, TRUE, FALSE, NULL -> {}
        }
    }

    // FHIR has no empty objects: what would be left with nothing stays whole.
    private static void object(Json doc, int object, TypeDef type, Edits edits) {
        boolean something = false;
        for (int child = doc.first(object); child != Json.NONE; child = doc.next(child, object)) {
            something |= isSummary(property(doc, child, type));
        }
        if (!something) {
            return;
        }
        for (int child = doc.first(object); child != Json.NONE; child = doc.next(child, object)) {
            var property = property(doc, child, type);
            if (property == null || !isSummary(property)) {
                edits.remove(child);
            } else {
                inner(doc, child, property, edits);
            }
        }
    }

    private static boolean isSummary(@Nullable Property property) {
        return property != null
                && (property.element().summary() || property.element().min() > 0);
    }
}
