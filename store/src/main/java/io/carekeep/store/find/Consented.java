package io.carekeep.store.find;

import io.carekeep.fhir.search.Predicate;
import java.util.List;

/// What predicates mean in homes in which there is no consent. There it is the same for whoever asks.
final class Consented {

    private Consented() {}

    static Predicate without(Predicate predicate) {
        return switch (predicate) {
            case Predicate.Withheld _, Predicate.Allowed _ -> Predicate.nothing();
            case Predicate.All(var parts) -> all(parts);
            case Predicate.Any(var parts) -> any(parts);
            case Predicate.Not(var part) -> not(without(part));
            case Predicate.Policed(var criteria) -> policed(without(criteria));
            case Predicate.Checked(var index, var check) -> new Predicate.Checked(without(index), check);
            // What lies behind a link is in other homes; nothing there asks for consents.
            case Predicate.Own _, Predicate.Link _, Predicate.Defined _ -> predicate;
        };
    }

    private static Predicate all(List<Predicate> parts) {
        var left = parts.stream()
                .map(Consented::without)
                .filter(part -> !part.equals(Predicate.anything()))
                .toList();
        if (left.contains(Predicate.nothing())) {
            return Predicate.nothing();
        }
        return left.size() == 1 ? left.getFirst() : new Predicate.All(left);
    }

    private static Predicate any(List<Predicate> parts) {
        var left = parts.stream()
                .map(Consented::without)
                .filter(part -> !part.equals(Predicate.nothing()))
                .toList();
        if (left.contains(Predicate.anything())) {
            return Predicate.anything();
        }
        return left.size() == 1 ? left.getFirst() : new Predicate.Any(left);
    }

    private static Predicate not(Predicate part) {
        if (part.equals(Predicate.nothing())) {
            return Predicate.anything();
        }
        return part.equals(Predicate.anything()) ? Predicate.nothing() : new Predicate.Not(part);
    }

    private static Predicate policed(Predicate criteria) {
        boolean plain = criteria.equals(Predicate.anything()) || criteria.equals(Predicate.nothing());
        return plain ? criteria : new Predicate.Policed(criteria);
    }
}
