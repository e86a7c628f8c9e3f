package io.carekeep.fhir.search;

import io.carekeep.base.Check;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.definitions.SearchParameterDef;
import io.carekeep.fhir.definitions.TypeDef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Every search parameter of R4 for every type, from the official definitions.
public final class SearchParameters {

    private static final class Holder {
        private static final SearchParameters R4 = new SearchParameters(Definitions.r4());
    }

    /// A branch of a parameter's path.
    private record Branch(String path, Optional<ResourceType> target) {}

    private static final Set<String> ELSEWHERE =
            Set.of("_id", "_lastUpdated", "_text", "_content", "_query", "_filter", "_list", "_has");
    private static final Pattern CAST = Pattern.compile("^\\((\\S+) as (\\w+)\\)(.*)$");
    private static final Pattern RESOLVED = Pattern.compile("\\.where\\(resolve\\(\\) is (\\w+)\\)");
    private static final int BITS = 63;

    private final Definitions definitions;
    private final Map<String, Integer> ordinals = ordinals();
    private final Map<String, IndexExpression> expressions = new HashMap<>();
    private final Map<Integer, IndexExpression> byOrdinal = new HashMap<>();
    private final Map<ResourceType, TreeMap<String, SearchParameter>> parameters = new HashMap<>();

    private SearchParameters(Definitions definitions) {
        this.definitions = definitions;
        for (var type : ResourceType.all()) {
            add(type);
        }
        expressions.values().forEach(each -> byOrdinal.put(each.ordinal(), each));
    }

    public static SearchParameters r4() {
        return Holder.R4;
    }

    /// The expression with this ordinal.
    IndexExpression expression(int ordinal) {
        return Objects.requireNonNull(byOrdinal.get(ordinal));
    }

    /// A type's parameter with this code.
    public Optional<SearchParameter> find(ResourceType type, String code) {
        return Optional.ofNullable(of(type).get(code));
    }

    /// All parameters of a type, by code.
    public Collection<SearchParameter> all(ResourceType type) {
        return of(type).values();
    }

    private Map<String, SearchParameter> of(ResourceType type) {
        return Objects.requireNonNull(parameters.get(type));
    }

    // Line n of the file is ordinal n: lines are added at the end and never changed.
    private static Map<String, Integer> ordinals() {
        try (var resource = Objects.requireNonNull(
                SearchParameters.class.getResourceAsStream("index-expressions.txt"), "the index expressions")) {
            var found = new HashMap<String, Integer>();
            new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> found.put(line, found.size() + 1));
            return found;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void add(ResourceType type) {
        var own = new TreeMap<String, SearchParameter>();
        parameters.put(type, own);
        var defs = new TreeMap<String, SearchParameterDef>();
        for (var def : definitions.searchParameters()) {
            if (isFor(def, type)
                    && !ELSEWHERE.contains(def.code())
                    && !def.expression().isEmpty()) {
                defs.put(def.code(), def);
            }
        }
        for (var def : defs.values()) {
            if (!def.type().equals("composite")) {
                own.put(def.code(), parameter(type, def, own.size(), List.of()));
            }
        }
        for (var def : defs.values()) {
            if (def.type().equals("composite")) {
                own.put(def.code(), parameter(type, def, own.size(), parts(type, def, own)));
            }
        }
        Check.that(own.size() <= BITS, "the bits of a type's parameters fit a number");
    }

    private boolean isFor(SearchParameterDef def, ResourceType type) {
        var base = definitions.type(type).base();
        return def.bases().contains(type.name())
                || def.bases().contains("Resource")
                || def.bases().contains("DomainResource") && base.equals("DomainResource");
    }

    private SearchParameter parameter(
            ResourceType type, SearchParameterDef def, int bit, List<SearchParameter.Part> parts) {
        var kind = Kind.valueOf(def.type().toUpperCase(Locale.ROOT));
        var found = new ArrayList<IndexExpression>();
        var targets = new ArrayList<ResourceType>();
        for (var branch : branches(type, def.expression())) {
            branch.target().ifPresent(targets::add);
            found.add(expression(type, kind, branch.path()));
        }
        if (targets.isEmpty()) {
            def.targets().forEach(target -> ResourceType.of(target).ifPresent(targets::add));
        }
        return new SearchParameter(type, def.code(), kind, bit, List.copyOf(found), List.copyOf(targets), parts);
    }

    private IndexExpression expression(ResourceType type, Kind kind, String path) {
        var key = type.name() + "\t" + kind + "\t" + path;
        return expressions.computeIfAbsent(key, _ -> {
            int ordinal = Objects.requireNonNull(ordinals.get(key), () -> "index-expressions.txt lacks: " + key);
            return new IndexExpression(
                    ordinal, type, kind, path, Route.compile(definitions, definitions.type(type), path));
        });
    }

    private static List<Branch> branches(ResourceType type, String expression) {
        var branches = new ArrayList<Branch>();
        for (var part : expression.split("\\|")) {
            var text = part.strip();
            Matcher cast = CAST.matcher(text);
            if (cast.matches()) {
                text = cast.group(1) + ".as(" + cast.group(2) + ")" + cast.group(3);
            }
            Matcher resolved = RESOLVED.matcher(text);
            var target = resolved.find() ? ResourceType.of(resolved.group(1)) : Optional.<ResourceType>empty();
            text = RESOLVED.matcher(text).replaceAll("");
            int dot = text.indexOf('.');
            var owner = dot < 0 ? text : text.substring(0, dot);
            if (owner.equals(type.name()) || owner.equals("Resource") || owner.equals("DomainResource")) {
                branches.add(new Branch(dot < 0 ? "" : text.substring(dot + 1), target));
            }
        }
        return branches;
    }

    private List<SearchParameter.Part> parts(
            ResourceType type, SearchParameterDef def, Map<String, SearchParameter> own) {
        var start = definitions.type(type);
        var path = branches(type, def.expression()).getLast().path();
        var elementType = path.isEmpty() ? start : Objects.requireNonNull(definitions.type(elementPath(start, path)));
        var parts = new ArrayList<SearchParameter.Part>();
        for (var component : def.components()) {
            var code = definitions.searchParameters().stream()
                    .filter(each -> each.url().equals(component.url()))
                    .findFirst()
                    .orElseThrow()
                    .code();
            boolean fromResource = component.expression().startsWith("%resource.");
            var routes = new ArrayList<Route>();
            var paths = new HashSet<String>();
            for (var each : component.expression().replace("%resource.", "").split("\\|")) {
                routes.add(Route.compile(definitions, fromResource ? start : elementType, each.strip()));
                paths.add(each.strip().toLowerCase(Locale.ROOT));
            }
            parts.add(new SearchParameter.Part(Objects.requireNonNull(own.get(code)), routes, paths, fromResource));
        }
        return parts;
    }

    // `useContext` is a UsageContext; `component` has a type of its own, named by its path.
    private static String elementPath(TypeDef start, String path) {
        return start.properties().stream()
                .filter(property -> property.name().equals(path))
                .findFirst()
                .map(property -> Objects.requireNonNull(property.type()).name())
                .orElseThrow();
    }
}
