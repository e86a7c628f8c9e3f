package io.carekeep.fhir.validation;

import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.definitions.TypeDef;
import io.carekeep.fhir.path.DefinedTypes;
import io.carekeep.fhir.path.Path;
import io.carekeep.fhir.path.TypeModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compiles the invariants and finds those that an element has to keep.
final class Rules {

    // The walk itself sees whether an element is empty, and the check of references follows local ones.
    private static final Set<String> ELSEWHERE = Set.of("ele-1", "ref-1");

    private final Definitions definitions;
    private final DefinedTypes model = DefinedTypes.r4();
    private final Map<String, List<Definitions.Invariant>> byPath = new HashMap<>();
    private final Map<String, Path> compiled = new HashMap<>();

    Rules(Definitions definitions) {
        this.definitions = definitions;
        for (var invariant : definitions.invariants()) {
            if (!ELSEWHERE.contains(invariant.key())) {
                byPath.computeIfAbsent(invariant.path(), key -> new ArrayList<>())
                        .add(invariant);
            }
        }
    }

    TypeModel.Type type(TypeDef definition) {
        return model.of(definition);
    }

    /// Those of a type and of the types that it specialises.
    List<Rule> of(TypeDef definition) {
        var all = new ArrayList<Definitions.Invariant>();
        for (var type = definition; type != null; type = definitions.type(type.base())) {
            all.addAll(0, byPath.getOrDefault(type.name(), List.of()));
        }
        return rules(all, definition);
    }

    /// Those that stand at one element and not at its type.
    List<Rule> at(String path, TypeDef type) {
        var all = new ArrayList<>(byPath.getOrDefault(path, List.of()));
        var known = of(type).stream().map(rule -> rule.path().text()).toList();
        all.removeIf(invariant -> known.contains(compiled(invariant).text()));
        return rules(all, type);
    }

    // Where two keys stand for one expression, as at a narrative's div, the first speaks for both.
    private List<Rule> rules(List<Definitions.Invariant> invariants, TypeDef context) {
        var rules = new ArrayList<Rule>();
        var seen = new HashSet<Path>();
        for (var invariant : invariants) {
            var path = compiled(invariant);
            if (seen.add(path)) {
                rules.add(Rule.of(invariant, path, element -> bit(element, context)));
            }
        }
        return List.copyOf(rules);
    }

    private Path compiled(Definitions.Invariant invariant) {
        return compiled.computeIfAbsent(invariant.expression(), key -> Rule.compiled(invariant));
    }

    private static long bit(String name, TypeDef context) {
        for (var element : context.elements()) {
            var path = element.path();
            var own = path.substring(path.lastIndexOf('.') + 1);
            if (own.equals(name) || own.equals(name + "[x]")) {
                return Shapes.bit(element);
            }
        }
        return 0;
    }
}
