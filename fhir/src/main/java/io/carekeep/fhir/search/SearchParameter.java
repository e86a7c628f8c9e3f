package io.carekeep.fhir.search;

import io.carekeep.fhir.ResourceType;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// A search parameter of one resource type.
public final class SearchParameter {

    /// One part of a composite: how to find it from the composite's element.
    /// @param paths the same, as the index expressions of its parameter have them
    record Part(SearchParameter parameter, List<Route> routes, Set<String> paths, boolean fromResource) {

        boolean isWhole() {
            return parameter.expressions().stream()
                    .map(each -> each.path().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet())
                    .equals(paths);
        }
    }

    private static final Set<String> COARSE = Set.of("birthdate", "death-date");

    private final ResourceType type;
    private final String code;
    private final Kind kind;
    private final int bit;
    private final List<IndexExpression> expressions;
    private final List<ResourceType> targets;
    private final List<Part> parts;

    SearchParameter(
            ResourceType type,
            String code,
            Kind kind,
            int bit,
            List<IndexExpression> expressions,
            List<ResourceType> targets,
            List<Part> parts) {
        this.type = type;
        this.code = code;
        this.kind = kind;
        this.bit = bit;
        this.expressions = expressions;
        this.targets = targets;
        this.parts = parts;
    }

    public ResourceType type() {
        return type;
    }

    public String code() {
        return code;
    }

    public Kind kind() {
        return kind;
    }

    /// Its place in the row's bits for `:missing`.
    public int bit() {
        return bit;
    }

    public List<IndexExpression> expressions() {
        return expressions;
    }

    /// The ordinals of its branches.
    public List<Integer> ordinals() {
        return expressions.stream().map(IndexExpression::ordinal).toList();
    }

    /// The types that a reference may lead to; empty when any may.
    public List<ResourceType> targets() {
        return targets;
    }

    List<Part> parts() {
        return parts;
    }

    /// Whether a composite is about the resource itself and not about an element that may repeat, so that it holds when
    /// its parts do.
    boolean isOfResource() {
        return expressions.size() == 1
                && expressions.getFirst().path().isEmpty()
                && parts.stream().allMatch(Part::isWhole);
    }

    /// Whether a date is kept as year, month and day instead of a range.
    public boolean coarse() {
        return kind == Kind.DATE && COARSE.contains(code);
    }

    /// Whether one resource can have several values.
    public boolean repeats() {
        return expressions.size() > 1
                || expressions.stream().anyMatch(each -> each.route().repeats());
    }

    @Override
    public String toString() {
        return type + "." + code;
    }
}
