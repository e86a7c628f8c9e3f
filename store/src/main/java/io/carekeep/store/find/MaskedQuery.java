package io.carekeep.store.find;

import io.carekeep.access.Grant;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.mask.Mask;
import io.carekeep.fhir.search.Extractor;
import io.carekeep.fhir.search.Hiding;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.fhir.search.SearchParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Asks as if what is hidden from the caller were not there: on each record under the masks of the grants that open it,
/// at every resource that the query passes through. What the policy itself asks is left as it is.
final class MaskedQuery {

    private final Function<ResourceType, List<Grant>> grants;
    private final Extractor extractor;

    /// @param grants that hide something of a type, in their order; none when nothing of it is hidden
    MaskedQuery(Function<ResourceType, List<Grant>> grants, Extractor extractor) {
        this.grants = grants;
        this.extractor = extractor;
    }

    /// What a predicate on records of this type means under their masks.
    Predicate of(ResourceType type, Predicate predicate) {
        return switch (predicate) {
            case Predicate.All(var parts) ->
                new Predicate.All(parts.stream().map(part -> of(type, part)).toList());
            case Predicate.Any(var parts) ->
                new Predicate.Any(parts.stream().map(part -> of(type, part)).toList());
            case Predicate.Not(var part) -> new Predicate.Not(of(type, part));
            case Predicate.Policed policed -> policed;
            case Predicate.Linked linked -> linked(type, linked);
            case Predicate.LinkedFrom linked -> linkedFrom(linked);
            case Predicate.InList list -> hides(LinkSql.LIST) ? linkedFrom(LinkSql.fromList(list)) : list;
            case Predicate.Defined(var by, var source, var place, var definition) ->
                new Predicate.Defined(by, of(by, source), place, doc -> of(type, definition.of(all(by).masked(doc))));
            case Predicate.Own leaf -> leaf(type, leaf);
            case Predicate.Checked leaf -> leaf(type, leaf);
        };
    }

    /// Whether something of the records of this type is hidden.
    boolean hides(ResourceType type) {
        return !grants.apply(type).isEmpty();
    }

    /// Whether an order of records by this parameter may be another for the caller.
    boolean touches(SearchParameter parameter) {
        return grants.apply(parameter.type()).stream()
                .anyMatch(each -> hiding(each.mask()).touches(parameter));
    }

    /// Those of these expressions whose references are seen under a mask.
    List<Integer> seen(List<Integer> references, Mask mask) {
        return hiding(mask).seen(references);
    }

    private Hiding hiding(Mask mask) {
        return new Hiding(mask, extractor);
    }

    private Mask all(ResourceType type) {
        return grants.apply(type).stream().map(Grant::mask).reduce(Mask.NONE, Mask::or);
    }

    private Predicate leaf(ResourceType type, Predicate leaf) {
        var some = grants.apply(type);
        boolean same = some.stream()
                .allMatch(each -> hiding(each.mask()).of(type, leaf).equals(leaf));
        return same ? leaf : granted(some, leaf, mask -> hiding(mask).of(type, leaf));
    }

    // A record that only one grant can open needs not be asked whether it does.
    private static Predicate granted(List<Grant> grants, Predicate whole, Function<Mask, Predicate> under) {
        if (grants.size() == 1) {
            return under.apply(grants.getFirst().mask());
        }
        var any = new ArrayList<Predicate>();
        var before = new ArrayList<Predicate>();
        for (var grant : grants) {
            var part = under.apply(grant.mask());
            var opened = new Predicate.Policed(grant.criteria());
            if (!part.equals(Predicate.nothing())) {
                var all = new ArrayList<Predicate>(List.of(opened));
                // What is there only because something else is hidden counts where no grant shows that.
                all.addAll(part.equals(whole) ? List.of() : before);
                all.add(part);
                any.add(new Predicate.All(all));
            }
            before.add(new Predicate.Not(opened));
        }
        return new Predicate.Any(any);
    }

    private Predicate linked(ResourceType type, Predicate.Linked linked) {
        var targets = linked.types().stream()
                .map(target -> new Predicate.Linked(linked.expressions(), List.of(target), of(target, linked.target())))
                .toList();
        var any = new ArrayList<Predicate>();
        for (var target : targets) {
            any.add(hides(type) ? granted(grants.apply(type), target, mask -> under(target, mask)) : target);
        }
        return any.size() == 1 ? any.getFirst() : new Predicate.Any(any);
    }

    private Predicate under(Predicate.Linked linked, Mask mask) {
        var seen = seen(linked.expressions(), mask);
        return seen.isEmpty() ? Predicate.nothing() : new Predicate.Linked(seen, linked.types(), linked.target());
    }

    // The mask is on the record that refers.
    private Predicate linkedFrom(Predicate.LinkedFrom linked) {
        var source = linked.source();
        var criteria = of(source, linked.criteria());
        if (!hides(source)) {
            return new Predicate.LinkedFrom(source, linked.expressions(), criteria);
        }
        var some = grants.apply(source);
        var any = new ArrayList<Predicate>();
        for (var grant : some) {
            var seen = seen(linked.expressions(), grant.mask());
            if (!seen.isEmpty()) {
                var opened = some.size() == 1
                        ? criteria
                        : new Predicate.All(List.of(new Predicate.Policed(grant.criteria()), criteria));
                any.add(new Predicate.LinkedFrom(source, seen, opened));
            }
        }
        return new Predicate.Any(any);
    }
}
