package io.carekeep.store.oracle;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;

/// What the value sets and code systems of a world say, read with HAPI's model. A code stands as `[system]|[code]`.
final class Terminology {

    private Terminology() {}

    /// The codes of a value set, if there is exactly one of this name and it spells them out.
    static Optional<Set<String>> members(World world, String asked) {
        var words = asked.split("\\|", 2);
        var found = all(world, "ValueSet", ValueSet.class)
                .filter(set -> asked.equals("ValueSet/" + set.getIdElement().getIdPart())
                        || words[0].equals(set.getUrl()) && (words.length == 1 || words[1].equals(set.getVersion())))
                .toList();
        return found.size() == 1 ? codes(found.getFirst()) : Optional.empty();
    }

    private static <T extends Resource> Stream<T> all(World world, String type, Class<T> model) {
        return world.of(type).stream().map(known -> model.cast(known.resource()));
    }

    private static Optional<Set<String>> codes(ValueSet set) {
        var compose = set.getCompose();
        boolean spelled = !compose.getInclude().isEmpty()
                && Stream.concat(compose.getInclude().stream(), compose.getExclude().stream())
                        .allMatch(part -> part.hasConcept() && !part.hasFilter() && !part.hasValueSet());
        if (spelled) {
            var codes = codes(compose.getInclude());
            codes.removeAll(codes(compose.getExclude()));
            return Optional.of(codes);
        }
        var expansion = set.getExpansion();
        boolean whole = !expansion.hasOffset() && !expansion.hasTotal();
        return expansion.hasContains() && whole ? Optional.of(contained(expansion.getContains())) : Optional.empty();
    }

    private static Set<String> codes(List<ValueSet.ConceptSetComponent> parts) {
        var codes = new HashSet<String>();
        for (var part : parts) {
            part.getConcept().forEach(concept -> codes.add(part.getSystem() + "|" + concept.getCode()));
        }
        return codes;
    }

    private static Set<String> contained(List<ValueSet.ValueSetExpansionContainsComponent> parts) {
        var codes = new HashSet<String>();
        for (var part : parts) {
            if (part.hasCode() && !part.getAbstract()) {
                codes.add((part.hasSystem() ? part.getSystem() : "") + "|" + part.getCode());
            }
            codes.addAll(contained(part.getContains()));
        }
        return codes;
    }

    /// A code and those above or below it, if there is exactly one code system that says so.
    static Optional<Set<String>> related(World world, String asked, String where) {
        var words = asked.split("\\|", 2);
        var systems = all(world, "CodeSystem", CodeSystem.class)
                .filter(system -> words[0].equals(system.getUrl()))
                .toList();
        if (words.length < 2 || systems.size() != 1) {
            return Optional.empty();
        }
        var system = systems.getFirst();
        boolean isA = !system.hasHierarchyMeaning()
                || system.getHierarchyMeaning() == CodeSystem.CodeSystemHierarchyMeaning.ISA;
        var concepts = flat(system.getConcept()).toList();
        boolean known = concepts.stream().anyMatch(each -> each.getCode().equals(words[1]));
        if (!isA || !known) {
            return Optional.empty();
        }
        var found = new HashSet<>(Set.of(words[1]));
        while (concepts.stream()
                .flatMap(Terminology::steps)
                .anyMatch(step -> where.equals("below")
                        ? found.contains(step.getFirst()) && found.add(step.getLast())
                        : found.contains(step.getLast()) && found.add(step.getFirst()))) {
            // until no step leads on
        }
        var codes = new HashSet<String>();
        found.forEach(code -> codes.add(words[0] + "|" + code));
        return Optional.of(codes);
    }

    private static Stream<CodeSystem.ConceptDefinitionComponent> flat(
            List<CodeSystem.ConceptDefinitionComponent> concepts) {
        return concepts.stream().flatMap(each -> Stream.concat(Stream.of(each), flat(each.getConcept())));
    }

    // Each as the upper and the lower code.
    private static Stream<List<String>> steps(CodeSystem.ConceptDefinitionComponent concept) {
        var code = concept.getCode();
        return Stream.concat(
                concept.getConcept().stream().map(inner -> List.of(code, inner.getCode())),
                concept.getProperty().stream()
                        .filter(each -> each.hasValueCodeType())
                        .flatMap(each -> {
                            var other = each.getValueCodeType().getValue();
                            return switch (each.getCode()) {
                                case "parent" -> Stream.of(List.of(other, code));
                                case "child" -> Stream.of(List.of(code, other));
                                default -> Stream.<List<String>>of();
                            };
                        }));
    }

    /// Whether a value has one of these codes; a `code` element has it whatever the system.
    static boolean holds(Base value, Set<String> codes) {
        return Values.tokens(value).stream().anyMatch(token -> switch (token.kind()) {
            case CODING -> codes.contains(token.system() + "|" + token.code());
            case CODE -> codes.stream().anyMatch(each -> each.endsWith("|" + token.code()));
            case PLAIN -> false;
        });
    }
}
