package io.carekeep.fhir.search;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.mask.ElementPath.Cover;
import io.carekeep.fhir.mask.Mask;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Rewrites what is asked of a record so that elements which a mask leaves out are as if they were not there. An index
/// expression that leads to nothing else is dropped; where a part of what it leads to is left out, the masked record
/// decides.
public final class Hiding {

    private static final int REFERENCE = Definitions.r4().names().number("reference");

    private final Mask mask;
    private final Extractor extractor;

    public Hiding(Mask mask, Extractor extractor) {
        this.mask = mask;
        this.extractor = extractor;
    }

    private Cover cover(IndexExpression expression) {
        var found = Cover.NOTHING;
        for (var path : mask.paths(expression.type())) {
            var cover = path.cover(
                    expression.route().properties(), expression.route().conditions());
            found = cover.compareTo(found) > 0 ? cover : found;
        }
        return found == Cover.WHOLE && expression.route().existence() ? Cover.PART : found;
    }

    private Cover cover(int ordinal) {
        return cover(SearchParameters.r4().expression(ordinal));
    }

    /// Whether an order by this parameter is another when the mask is on.
    public boolean touches(SearchParameter parameter) {
        return parameter.expressions().stream().anyMatch(each -> cover(each) != Cover.NOTHING);
    }

    /// Those of these expressions whose references are seen.
    public List<Integer> seen(List<Integer> references) {
        var seen = references.stream().filter(this::leads).toList();
        return seen.size() == references.size() ? references : seen;
    }

    // What is left out beside the reference itself, such as its display, does not matter.
    private boolean leads(int ordinal) {
        var expression = SearchParameters.r4().expression(ordinal);
        var way = expression.route().properties();
        return mask.paths(expression.type()).stream().noneMatch(path -> switch (path.cover(
                way, expression.route().conditions())) {
            case NOTHING -> false;
            case WHOLE -> true;
            case PART -> path.length() <= way.size() || path.goesOn(way.size(), REFERENCE);
        });
    }

    /// What a part of a query, no link, means under the mask; the same object when the mask makes no difference.
    /// @param type of the records that are asked for
    public Predicate of(ResourceType type, Predicate leaf) {
        return switch (leaf) {
            case Predicate.Value(var expressions, var normalised) ->
                parted(type, leaf, expressions, some -> new Predicate.Value(some, normalised));
            case Predicate.Coded(var expressions, var system, var code, var text) ->
                parted(type, leaf, expressions, some -> new Predicate.Coded(some, system, code, text));
            case Predicate.Beneath(var expressions, var uri) ->
                parted(type, leaf, expressions, some -> new Predicate.Beneath(some, uri));
            case Predicate.Meets(var expressions, var low, var high) ->
                parted(type, leaf, expressions, some -> new Predicate.Meets(some, low, high));
            case Predicate.Refers(var expressions, var types, var id) -> {
                var seen = seen(expressions);
                yield seen.equals(expressions)
                        ? leaf
                        : seen.isEmpty() ? Predicate.nothing() : new Predicate.Refers(seen, types, id);
            }
            case Predicate.Present(var bit) -> present(type, (Predicate.Present) leaf, bit);
            case Predicate.Checked(var index, var check) -> checked(type, index, check, leaf);
            case Predicate other -> other;
        };
    }

    private Predicate parted(
            ResourceType type,
            Predicate whole,
            List<Integer> expressions,
            Function<List<Integer>, Predicate.Own> leaf) {
        var untouched = new ArrayList<Integer>();
        var parts = new ArrayList<Integer>();
        for (int each : expressions) {
            switch (cover(each)) {
                case NOTHING -> untouched.add(each);
                case PART -> parts.add(each);
                case WHOLE -> {}
            }
        }
        if (untouched.size() == expressions.size()) {
            return whole;
        }
        var any = new ArrayList<Predicate>();
        if (!untouched.isEmpty()) {
            any.add(leaf.apply(untouched));
        }
        if (!parts.isEmpty()) {
            var asked = leaf.apply(parts);
            any.add(new Predicate.Checked(widened(asked), masked(new LeafCheck(extractor, type, asked))));
        }
        return any.size() == 1 ? any.getFirst() : new Predicate.Any(any);
    }

    private Predicate present(ResourceType type, Predicate.Present whole, int bit) {
        var covers = filled(type, bit).map(this::cover).toList();
        if (covers.stream().allMatch(Cover.NOTHING::equals)) {
            return whole;
        }
        return covers.stream().allMatch(Cover.WHOLE::equals)
                ? Predicate.nothing()
                : new Predicate.Checked(widened(whole), masked(new LeafCheck(extractor, type, whole)));
    }

    private Predicate checked(ResourceType type, Predicate index, BodyCheck check, Predicate whole) {
        var expressions = new LinkedHashSet<Integer>();
        collect(type, index, expressions);
        return expressions.stream().allMatch(each -> cover(each) == Cover.NOTHING)
                ? whole
                : new Predicate.Checked(widened(index), masked(check));
    }

    private static void collect(ResourceType type, Predicate predicate, Set<Integer> expressions) {
        switch (predicate) {
            case Predicate.All(var parts) -> parts.forEach(part -> collect(type, part, expressions));
            case Predicate.Any(var parts) -> parts.forEach(part -> collect(type, part, expressions));
            case Predicate.Not(var part) -> collect(type, part, expressions);
            case Predicate.Checked(var index, var _) -> collect(type, index, expressions);
            case Predicate.Value(var some, var _) -> expressions.addAll(some);
            case Predicate.Coded(var some, var _, var _, var _) -> expressions.addAll(some);
            case Predicate.Beneath(var some, var _) -> expressions.addAll(some);
            case Predicate.Meets(var some, var _, var _) -> expressions.addAll(some);
            case Predicate.Refers(var some, var _, var _) -> expressions.addAll(some);
            case Predicate.Present(var bit) -> filled(type, bit).forEach(each -> expressions.add(each.ordinal()));
            case Predicate _ -> {}
        }
    }

    private static Stream<IndexExpression> filled(ResourceType type, int bit) {
        return SearchParameters.r4().all(type).stream()
                .filter(parameter -> parameter.bit() == bit)
                .flatMap(parameter -> parameter.expressions().stream());
    }

    // What is left out can only take values away, but a value of which a part is left out can become another: a period
    // without its end, a code without its system.
    private Predicate widened(Predicate index) {
        return switch (index) {
            case Predicate.All(var parts) ->
                new Predicate.All(parts.stream().map(this::widened).toList());
            case Predicate.Any(var parts) ->
                new Predicate.Any(parts.stream().map(this::widened).toList());
            case Predicate.Not _, Predicate.Present _ -> Predicate.anything();
            case Predicate.Checked(var inner, var _) -> widened(inner);
            case Predicate.Meets(var expressions, var _, var _) -> new Predicate.Meets(expressions, 0, Decimals.MOST);
            case Predicate.Coded(var expressions, var _, var code, var text)
            when code != null && text == null && !asksExistence(expressions) ->
                new Predicate.Coded(expressions, null, code, null);
            case Predicate.Coded _ -> Predicate.anything();
            case Predicate.Value(var expressions, var normalised) ->
                isOther(expressions, normalised) ? Predicate.anything() : index;
            case Predicate other -> other;
        };
    }

    // Values that say by a sign that a part is not there, and what is true of a record without the element.
    private static boolean isOther(List<Integer> expressions, String normalised) {
        return normalised.startsWith("|")
                || normalised.startsWith("i:|")
                || normalised.startsWith("t:")
                || asksExistence(expressions);
    }

    private static boolean asksExistence(List<Integer> expressions) {
        return expressions.stream()
                .anyMatch(each -> SearchParameters.r4().expression(each).route().existence());
    }

    private BodyCheck masked(BodyCheck check) {
        return (doc, _) -> check.matches(mask.masked(doc), 0);
    }
}
