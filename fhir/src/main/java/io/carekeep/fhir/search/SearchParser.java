package io.carekeep.fhir.search;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Understands a search: https://hl7.org/fhir/R4/search.html. Everything that it can't serve it refuses by name.
public final class SearchParser {

    /// What becomes of a parameter that nobody knows.
    public enum Handling {
        STRICT,
        LENIENT
    }

    /// How many resources a page has when nobody says.
    public static final int COUNT_DEFAULT = ResultTerms.COUNT_DEFAULT;

    /// How many resources a page has at most.
    public static final int COUNT_MAX = ResultTerms.COUNT_MAX;

    private static final int PARAMETERS_MAX = 100;
    private static final int VALUE_MAX = 8_000;
    private static final int ALTERNATIVES_MAX = 500;
    private static final int CHAIN_MAX = 5;

    // Modifiers of tokens that find what another one doesn't.
    private static final Map<String, String> TURNED = Map.of("not", "", "not-in", "in");
    private static final Set<String> UNSERVED = Set.of("_text", "_content", "_filter", "_query");

    private final SearchParameters parameters;
    private final Terms terms;
    private final ResultTerms results;

    /// @param zone of dates that name no offset
    public SearchParser(SearchParameters parameters, ZoneId zone, Clock clock) {
        this.parameters = parameters;
        this.terms = new Terms(zone, clock);
        this.results = new ResultTerms(parameters);
    }

    /// What resources must be like, and nothing of the answer.
    /// @throws Refused naming the parameter that can't be served or says nothing of a resource
    public Predicate criteria(ResourceType type, List<Parameter> given) {
        for (var each : given) {
            if (ResultTerms.has(each.name())) {
                throw new Refused(new Problem.Invalid(shown(each.name()), "a parameter that says which resources"));
            }
        }
        return parse(type, given, Handling.STRICT).predicate();
    }

    /// @throws Refused naming the parameter that can't be served
    public Query parse(ResourceType type, List<Parameter> given, Handling handling) {
        limit(given);
        refuseContained(given);
        var parts = new ArrayList<Predicate>();
        var ignored = new ArrayList<String>();
        for (var each : given) {
            if (!ResultTerms.has(each.name())) {
                predicate(type, each.name(), each.value(), 0)
                        .ifPresentOrElse(parts::add, () -> ignored.add(unknown(type, each.name(), handling)));
            }
        }
        return new Query(
                type,
                parts.size() == 1 ? parts.getFirst() : new Predicate.All(parts),
                results.sort(type, given),
                ResultTerms.count(given),
                ResultTerms.total(given),
                ResultTerms.summary(given),
                ResultTerms.elements(given),
                new Includes(parameters).parse(given),
                ignored,
                normal(type, given));
    }

    private static void limit(List<Parameter> given) {
        if (given.size() > PARAMETERS_MAX) {
            throw new Refused(new Problem.TooCostly("search parameters", PARAMETERS_MAX));
        }
        for (var each : given) {
            if (each.value().length() > VALUE_MAX) {
                throw new Refused(new Problem.TooCostly("characters of a search value", VALUE_MAX));
            }
        }
    }

    private static void refuseContained(List<Parameter> given) {
        var value = ResultTerms.last(given, "_contained");
        if (value != null && !value.equals("false")) {
            throw new Refused(new Problem.Unsupported(
                    "_contained", "Contained resources are not searched: leave it out, or say false."));
        }
    }

    private static String unknown(ResourceType type, String name, Handling handling) {
        if (handling == Handling.STRICT) {
            throw new Refused(new Problem.Invalid(shown(name), "a search parameter of " + type));
        }
        return name;
    }

    /// A parameter's name as it may be shown: a client can put anything there.
    static String shown(String name) {
        return name.length() <= 64 && name.matches("[A-Za-z0-9_:.\\-]+") ? name : "parameter";
    }

    private Optional<Predicate> predicate(ResourceType type, String name, String value, int depth) {
        if (depth > CHAIN_MAX) {
            throw new Refused(new Problem.TooCostly("steps of a chain", CHAIN_MAX));
        }
        if (UNSERVED.contains(name.split(":", 2)[0])) {
            throw new Refused(
                    new Problem.Unsupported(shown(name), "sealed records are not searched by this parameter"));
        }
        if (name.equals("_has") || name.startsWith("_has:")) {
            return Optional.of(reverse(type, name, value, depth));
        }
        int dot = name.indexOf('.');
        if (dot > 0) {
            return chained(type, name, dot, value, depth);
        }
        int colon = name.indexOf(':');
        var code = colon < 0 ? name : name.substring(0, colon);
        var modifier = colon < 0 ? "" : name.substring(colon + 1);
        var special = terms.special(code, modifier, value);
        if (special.isPresent()) {
            return special;
        }
        return parameters.find(type, code).map(parameter -> alternatives(parameter, modifier, value));
    }

    private Predicate alternatives(SearchParameter parameter, String modifier, String value) {
        if (modifier.equals("missing")) {
            return switch (value) {
                case "true" -> new Predicate.Not(new Predicate.Present(parameter.bit()));
                case "false" -> new Predicate.Present(parameter.bit());
                default -> throw new Refused(new Problem.Invalid(parameter.code() + ":missing", "true or false"));
            };
        }
        var values = Escapes.split(value, ',');
        if (values.size() > ALTERNATIVES_MAX) {
            throw new Refused(new Problem.TooCostly("values of a parameter", ALTERNATIVES_MAX));
        }
        boolean turned = parameter.kind() == Kind.TOKEN && TURNED.containsKey(modifier);
        var any = new ArrayList<Predicate>();
        for (var each : values) {
            if (each.isEmpty()) {
                throw new Refused(new Problem.Invalid(parameter.code(), "a value"));
            }
            any.add(terms.of(parameter, turned ? TURNED.getOrDefault(modifier, "") : modifier, each));
        }
        Predicate found = any.size() == 1 ? any.getFirst() : new Predicate.Any(any);
        return turned ? new Predicate.Not(found) : found;
    }

    // subject:Patient.name=…
    private Optional<Predicate> chained(ResourceType type, String name, int dot, String value, int depth) {
        var head = name.substring(0, dot);
        var rest = name.substring(dot + 1);
        int colon = head.indexOf(':');
        var code = colon < 0 ? head : head.substring(0, colon);
        var found = parameters.find(type, code).filter(each -> each.kind() == Kind.REFERENCE);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var parameter = found.get();
        var targets = colon < 0
                ? targets(parameter)
                : List.of(ResourceType.of(head.substring(colon + 1))
                        .orElseThrow(() ->
                                new Refused(new Problem.Invalid(shown(name), "a resource type after the colon"))));
        var possible = targets(parameter);
        var parts = new ArrayList<Predicate>();
        Refused unserved = null;
        for (var target : targets) {
            try {
                predicate(target, rest, value, depth + 1)
                        .ifPresent(inner -> parts.add(
                                possible.contains(target)
                                        ? new Predicate.Linked(parameter.ordinals(), List.of(target), inner)
                                        : Predicate.nothing()));
            } catch (Refused refused) {
                if (!namesType(rest) || !(refused.problem() instanceof Problem.Unsupported)) {
                    throw refused;
                }
                unserved = refused;
            }
        }
        if (parts.isEmpty() && unserved != null) {
            throw unserved;
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(parts.size() == 1 ? parts.getFirst() : new Predicate.Any(parts));
    }

    // A type as a modifier means nothing for what is no reference, or none to that type: nothing is found by it there.
    private static boolean namesType(String name) {
        return ResourceType.of(name.substring(name.lastIndexOf(':') + 1)).isPresent();
    }

    static List<ResourceType> targets(SearchParameter parameter) {
        return parameter.targets().isEmpty() ? ResourceType.all() : parameter.targets();
    }

    // _has:Observation:patient:code=…
    private Predicate reverse(ResourceType type, String name, String value, int depth) {
        var words = name.split(":", 4);
        var source = words.length < 4 ? Optional.<ResourceType>empty() : ResourceType.of(words[1]);
        var parameter =
                source.flatMap(each -> parameters.find(each, words[2])).filter(each -> each.kind() == Kind.REFERENCE);
        if (parameter.isEmpty()) {
            throw new Refused(new Problem.Invalid(
                    "_has", "_has:[type]:[reference parameter]:[parameter]=[value], all of them known"));
        }
        var inner = predicate(source.get(), words[3], value, depth + 1)
                .orElseThrow(() -> new Refused(new Problem.Invalid("_has", "a search parameter of " + source.get())));
        return targets(parameter.get()).contains(type)
                ? new Predicate.LinkedFrom(source.get(), parameter.get().ordinals(), inner)
                : Predicate.nothing();
    }

    private static String normal(ResourceType type, List<Parameter> given) {
        var text = new StringBuilder(type.name());
        for (var each : given) {
            if (!each.name().equals("page")
                    && !each.name().equals("_format")
                    && !each.name().equals("_pretty")) {
                text.append('\n').append(each.name()).append('=').append(each.value());
            }
        }
        return text.toString();
    }
}
