package io.carekeep.store.oracle;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.SearchParameter;

/// HL7's search parameters, read from its own bundle and not from what Carekeep made of them.
final class OfficialParameters {

    private static final Pattern CAST = Pattern.compile("\\((\\S+) as (\\w+)\\)");
    private static final Pattern RESOLVED = Pattern.compile("\\.where\\(resolve\\(\\) is (\\w+)\\)");
    private static final List<String> EVERYWHERE = List.of("Resource", "DomainResource");

    private final List<SearchParameter> all = read();
    private final Map<String, Map<String, Official>> byType = new HashMap<>();

    private static List<SearchParameter> read() {
        try (var file = OfficialParameters.class.getResourceAsStream("/json/spec/search-parameters.json")) {
            var bundle = FhirContext.forR4Cached()
                    .newJsonParser()
                    .parseResource(Bundle.class, Objects.requireNonNull(file, "HL7's search parameters"));
            return bundle.getEntry().stream()
                    .map(entry -> (SearchParameter) entry.getResource())
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The parameters of a type that a value can be extracted for.
    Collection<Official> of(String type) {
        return byType.computeIfAbsent(type, this::made).values();
    }

    Optional<Official> find(String type, String code) {
        return of(type).stream().filter(each -> each.code().equals(code)).findFirst();
    }

    private Map<String, Official> made(String type) {
        var made = new TreeMap<String, Official>();
        for (var each : all) {
            boolean mine = each.getBase().stream()
                    .map(CodeType::getValue)
                    .anyMatch(base -> base.equals(type) || EVERYWHERE.contains(base));
            boolean special = each.getCode().equals("_id") || each.getCode().equals("_lastUpdated");
            if (mine && !special && each.getExpression() != null) {
                made.put(each.getCode(), official(type, each));
            }
        }
        return made;
    }

    private Official official(String type, SearchParameter from) {
        var parts = new ArrayList<Official.Part>();
        for (var component : from.getComponent()) {
            var of = all.stream()
                    .filter(each -> each.getUrl().equals(component.getDefinition()))
                    .findFirst()
                    .orElseThrow();
            parts.add(new Official.Part(official(type, of), normal(component.getExpression())));
        }
        return new Official(
                type,
                from.getCode(),
                from.getType().toCode(),
                branches(type, from.getExpression()),
                from.getTarget().stream().map(CodeType::getValue).toList(),
                parts);
    }

    private static List<Official.Branch> branches(String type, String expression) {
        var branches = new ArrayList<Official.Branch>();
        for (var part : expression.split("\\|")) {
            var text = normal(part.strip());
            var resolved = RESOLVED.matcher(text);
            var target = resolved.find() ? resolved.group(1) : null;
            text = RESOLVED.matcher(text).replaceAll("");
            int dot = text.indexOf('.');
            var root = dot < 0 ? text : text.substring(0, dot);
            if (root.equals(type) || EVERYWHERE.contains(root)) {
                branches.add(new Official.Branch(dot < 0 ? "$this" : text.substring(dot + 1), target));
            }
        }
        return branches;
    }

    // `as` wants a single item where FHIR's own parameters have many; some name types with a capital letter.
    private static String normal(String expression) {
        return CAST.matcher(expression)
                .replaceAll("$1.ofType($2)")
                .replace(".as(", ".ofType(")
                .replace("ofType(DateTime)", "ofType(dateTime)")
                .replace("ofType(Uri)", "ofType(uri)");
    }
}
