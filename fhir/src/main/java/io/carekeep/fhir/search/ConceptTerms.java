package io.carekeep.fhir.search;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Token searches that ask a ValueSet or a CodeSystem of this store: `:in`, `:not-in`, `:above` and `:below`,
/// https://hl7.org/fhir/R4/search.html#token.
final class ConceptTerms {

    private static final ResourceType VALUE_SET = ResourceType.of("ValueSet").orElseThrow();
    private static final ResourceType CODE_SYSTEM =
            ResourceType.of("CodeSystem").orElseThrow();

    private final SearchParameter parameter;
    private final String place;

    /// @param parameter with codes
    ConceptTerms(SearchParameter parameter, String modifier) {
        this.parameter = parameter;
        this.place = parameter.code() + ":" + modifier;
    }

    /// @param text a canonical URL, also with `|[version]`, or `ValueSet/[id]`
    Predicate in(String text) {
        return defined(VALUE_SET, valueSet(text), doc -> ValueSetCodes.of(doc, place));
    }

    private Predicate valueSet(String text) {
        var literal = "ValueSet/";
        if (text.startsWith(literal) && ResourceKey.isId(text.substring(literal.length()))) {
            return new Predicate.Ids(List.of(text.substring(literal.length())));
        }
        if (text.indexOf(':') < 0) {
            throw new Refused(new Problem.Invalid(place, "the canonical URL of a ValueSet, or ValueSet/[id]"));
        }
        int bar = text.indexOf('|');
        var url = holds(VALUE_SET, "url", "u:" + (bar < 0 ? text : text.substring(0, bar)));
        return bar < 0
                ? url
                : new Predicate.All(List.of(url, holds(VALUE_SET, "version", "=" + text.substring(bar + 1))));
    }

    Predicate below(String value) {
        var asked = whole(value);
        return codes(asked, hierarchy -> hierarchy.below(asked.code()));
    }

    Predicate above(String value) {
        var asked = whole(value);
        return codes(asked, hierarchy -> hierarchy.above(asked.code()));
    }

    private Code whole(String value) {
        var asked = TokenTerms.Asked.of(parameter, value);
        var system = asked.system();
        var code = asked.code();
        if (system == null || system.isEmpty() || code == null) {
            throw new Refused(new Problem.Invalid(place, "[system]|[code]"));
        }
        return new Code(system, code);
    }

    private Predicate codes(Code asked, Function<CodeHierarchy, Set<String>> reached) {
        return defined(CODE_SYSTEM, holds(CODE_SYSTEM, "url", "u:" + asked.system()), doc -> {
            var codes = reached.apply(new CodeHierarchy(doc, place));
            return codes.stream().map(each -> new Code(asked.system(), each)).toList();
        });
    }

    private Predicate defined(ResourceType by, Predicate source, Function<Json, Collection<Code>> codes) {
        return new Predicate.Defined(by, source, place, doc -> {
            var any = new ArrayList<Predicate>();
            codes.apply(doc).forEach(code -> TokenTerms.coded(parameter, code, any));
            return new Predicate.Any(any);
        });
    }

    private static Predicate holds(ResourceType type, String code, String value) {
        var found = SearchParameters.r4().find(type, code).orElseThrow();
        return new Predicate.Value(found.ordinals(), value);
    }
}
