package io.carekeep.fhir.search;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads which codes of a CodeSystem are below which: https://hl7.org/fhir/R4/codesystem.html#hierarchy. Concepts lie
/// in each other, or name each other by the properties `parent` and `child`.
final class CodeHierarchy {

    private final Json doc;
    private final String place;
    private final Map<String, Set<String>> broader = new HashMap<>();
    private final Map<String, Set<String>> narrower = new HashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    /// @param place the parameter that asks, for refusals
    /// @throws Refused when the system has no concepts, or when what it means by "below" is no is-a
    CodeHierarchy(Json doc, String place) {
        this.doc = doc;
        this.place = place;
        var meaning = doc.text(0, "hierarchyMeaning");
        if (meaning != null && !meaning.equals("is-a")) {
            throw new Refused(new Problem.Unsupported(
                    place, "Only a CodeSystem whose hierarchyMeaning is is-a says which codes are below others."));
        }
        concepts(0, null);
        if (known.isEmpty()) {
            throw new Refused(new Problem.Unsupported(
                    place, "Only a CodeSystem that spells out its concepts says which codes are below others."));
        }
    }

    private void concepts(int holder, @Nullable String parent) {
        int concepts = doc.get(holder, "concept");
        int each = concepts == Json.NONE ? Json.NONE : doc.first(concepts);
        for (; each != Json.NONE; each = doc.next(each, concepts)) {
            var code = String.valueOf(doc.text(each, "code"));
            known.add(code);
            if (parent != null) {
                link(parent, code);
            }
            properties(each, code);
            concepts(each, code);
        }
    }

    private void properties(int concept, String code) {
        int properties = doc.get(concept, "property");
        int each = properties == Json.NONE ? Json.NONE : doc.first(properties);
        for (; each != Json.NONE; each = doc.next(each, properties)) {
            var name = doc.text(each, "code");
            var other = doc.text(each, "valueCode");
            if (other != null && "parent".equals(name)) {
                link(other, code);
            } else if (other != null && "child".equals(name)) {
                link(code, other);
            }
        }
    }

    private void link(String above, String below) {
        narrower.computeIfAbsent(above, _ -> new LinkedHashSet<>()).add(below);
        broader.computeIfAbsent(below, _ -> new LinkedHashSet<>()).add(above);
    }

    /// The code and all below it.
    Set<String> below(String code) {
        return reached(code, narrower);
    }

    /// The code and all above it.
    Set<String> above(String code) {
        return reached(code, broader);
    }

    private Set<String> reached(String code, Map<String, Set<String>> steps) {
        if (!known.contains(code)) {
            throw new Refused(new Problem.Invalid(place, "a code that the CodeSystem has"));
        }
        var reached = new LinkedHashSet<>(List.of(code));
        var open = new ArrayDeque<>(List.of(code));
        while (!open.isEmpty()) {
            for (var next : steps.getOrDefault(open.remove(), Set.of())) {
                if (reached.add(next)) {
                    open.add(next);
                }
            }
        }
        if (reached.size() > ValueSetCodes.CODES_MAX) {
            throw new Refused(new Problem.TooCostly("codes of a hierarchy", ValueSetCodes.CODES_MAX));
        }
        return reached;
    }
}
