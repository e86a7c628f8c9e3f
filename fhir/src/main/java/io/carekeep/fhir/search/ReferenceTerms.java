package io.carekeep.fhir.search;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import java.util.List;

/// Reference searches: https://hl7.org/fhir/R4/search.html#reference.
final class ReferenceTerms {

    private ReferenceTerms() {}

    static Predicate of(SearchParameter parameter, String modifier, String value) {
        var text = Escapes.plain(value);
        if (modifier.equals("identifier")) {
            int bar = text.indexOf('|');
            var index = new Predicate.Value(parameter.ordinals(), bar < 0 ? "i=" + text : "i:" + text);
            return parameter.targets().isEmpty()
                    ? index
                    : new Predicate.Checked(index, Checks.identifier(parameter, text));
        }
        if (modifier.isEmpty()) {
            return plain(parameter, text);
        }
        var type = ResourceType.of(modifier).orElseThrow(() -> Terms.unserved(parameter, modifier));
        return refers(parameter, List.of(type), text);
    }

    private static Predicate plain(SearchParameter parameter, String text) {
        boolean canonical = parameter.expressions().stream()
                .allMatch(each -> each.route().typeCodes().stream().noneMatch(code -> code.equals("Reference")));
        if (canonical) {
            return new Predicate.Value(parameter.ordinals(), "u:" + text);
        }
        if (text.contains("://") || text.startsWith("urn:")) {
            return new Predicate.Any(List.of(
                    new Predicate.Value(parameter.ordinals(), text),
                    new Predicate.Value(parameter.ordinals(), "u:" + text)));
        }
        int slash = text.indexOf('/');
        if (slash < 0) {
            return refers(parameter, SearchParser.targets(parameter), text);
        }
        var type = ResourceType.of(text.substring(0, slash))
                .orElseThrow(
                        () -> new Refused(new Problem.Invalid(parameter.code(), "a resource type before the '/'")));
        return refers(parameter, List.of(type), text.substring(slash + 1));
    }

    private static Predicate refers(SearchParameter parameter, List<ResourceType> types, String id) {
        if (!ResourceKey.isId(id)) {
            throw new Refused(new Problem.Invalid(parameter.code(), "[id], [type]/[id] or a URL"));
        }
        // `patient` shares its branch with `subject`, which may lead to groups too.
        var possible = SearchParser.targets(parameter);
        return new Predicate.Refers(
                parameter.ordinals(), types.stream().filter(possible::contains).toList(), id);
    }
}
