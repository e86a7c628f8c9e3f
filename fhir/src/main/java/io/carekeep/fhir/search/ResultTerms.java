package io.carekeep.fhir.search;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Understands what a search says of its answer, not of the resources that it looks for:
/// https://hl7.org/fhir/R4/search.html#modifyingresults.
final class ResultTerms {

    static final int COUNT_DEFAULT = 20;
    static final int COUNT_MAX = 1000;
    private static final int SORT_MAX = 4;

    private static final Set<String> RESULT = Set.of(
            "_sort",
            "_count",
            "_total",
            "_summary",
            "_elements",
            "_include",
            "_revinclude",
            "_contained",
            "_containedType",
            "_format",
            "_pretty",
            "page");

    private final SearchParameters parameters;

    ResultTerms(SearchParameters parameters) {
        this.parameters = parameters;
    }

    /// Whether a parameter is one of these.
    static boolean has(String name) {
        return RESULT.contains(name) || name.startsWith("_include:") || name.startsWith("_revinclude:");
    }

    List<Query.SortKey> sort(ResourceType type, List<Parameter> given) {
        var value = last(given, "_sort");
        var keys = new ArrayList<Query.SortKey>();
        if (value == null || value.isEmpty()) {
            return keys;
        }
        for (var word : value.split(",")) {
            boolean descending = word.startsWith("-");
            var code = descending ? word.substring(1) : word;
            var parameter = parameters.find(type, code).orElse(null);
            boolean known = parameter != null && parameter.kind() != Kind.COMPOSITE && parameter.kind() != Kind.SPECIAL;
            if (!known && !code.equals("_lastUpdated") && !code.equals("_id")) {
                throw new Refused(new Problem.Invalid(
                        "_sort", "search parameters of " + type + ", with '-' before one to turn it round"));
            }
            keys.add(new Query.SortKey(code, parameter, descending));
        }
        if (keys.size() > SORT_MAX) {
            throw new Refused(new Problem.TooCostly("sort keys", SORT_MAX));
        }
        return keys;
    }

    static int count(List<Parameter> given) {
        var value = last(given, "_count");
        if (value == null) {
            return COUNT_DEFAULT;
        }
        if (!value.matches("\\d{1,9}")) {
            throw new Refused(new Problem.Invalid("_count", "a whole number, not negative"));
        }
        return Math.min(Integer.parseInt(value), COUNT_MAX);
    }

    static Query.Total total(List<Parameter> given) {
        var value = last(given, "_total");
        return switch (value == null ? "none" : value) {
            case "none", "estimate" -> Query.Total.NONE;
            case "accurate" -> Query.Total.ACCURATE;
            default -> throw new Refused(new Problem.Invalid("_total", "none, estimate or accurate"));
        };
    }

    static Query.Summary summary(List<Parameter> given) {
        var value = last(given, "_summary");
        if ("0".equals(last(given, "_count"))) {
            return Query.Summary.COUNT;
        }
        return switch (value == null ? "false" : value) {
            case "false" -> Query.Summary.FALSE;
            case "true" -> Query.Summary.TRUE;
            case "text" -> Query.Summary.TEXT;
            case "data" -> Query.Summary.DATA;
            case "count" -> Query.Summary.COUNT;
            default -> throw new Refused(new Problem.Invalid("_summary", "true, text, data, count or false"));
        };
    }

    static List<String> elements(List<Parameter> given) {
        var value = last(given, "_elements");
        return value == null || value.isEmpty() ? List.of() : List.of(value.split(","));
    }

    static @Nullable String last(List<Parameter> given, String name) {
        return given.stream()
                .filter(each -> each.name().equals(name))
                .map(Parameter::value)
                .reduce(null, (_, later) -> later);
    }
}
