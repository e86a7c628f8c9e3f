package io.carekeep.access.policy;

import io.carekeep.access.Caller;
import io.carekeep.access.Grant;
import io.carekeep.access.Interaction;
import io.carekeep.access.Restriction;
import io.carekeep.access.Scope;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Keeps a caller to what the scopes of their token name, within what the policy opens.
final class Narrowing {

    private static final Restriction NOTHING = new Restriction.Nothing();

    /// What the policy alone opens to a caller of one type.
    interface Opened {
        Restriction by(Interaction way);
    }

    private final Criteria criteria;

    Narrowing(Criteria criteria) {
        this.criteria = criteria;
    }

    // A history of one record and of a type are the same way, so it takes both. What one may write to oneself goes with
    // the write, which is narrowed itself.
    private static Set<Scope.Right> needed(Interaction way) {
        return switch (way) {
            case READ, VREAD, META, VALIDATE -> Set.of(Scope.Right.READ);
            case SEARCH -> Set.of(Scope.Right.SEARCH);
            case HISTORY, EVERYTHING -> Set.of(Scope.Right.READ, Scope.Right.SEARCH);
            case CREATE -> Set.of(Scope.Right.CREATE);
            case UPDATE, PATCH -> Set.of(Scope.Right.UPDATE);
            case DELETE -> Set.of(Scope.Right.DELETE);
            case MAY_ASSIGN -> Set.of();
            default -> Set.of(Scope.Right.values());
        };
    }

    /// Whether the caller's scopes name this way for any type.
    static boolean name(Caller caller, Interaction way) {
        if (caller.scopes().isEmpty()) {
            return true;
        }
        var clinical = caller.scopes().get().clinical();
        var rights = needed(way);
        return !rights.isEmpty()
                && rights.stream()
                        .allMatch(right -> clinical.stream()
                                .anyMatch(scope -> scope.rights().contains(right)));
    }

    /// @param opened by the policy alone
    Restriction of(Opened opened, Caller caller, Interaction way, ResourceType type) {
        var whole = opened.by(way);
        if (caller.scopes().isEmpty() || whole instanceof Restriction.Nothing) {
            return whole;
        }
        var parts = new ArrayList<Predicate>();
        for (var right : needed(way)) {
            var some = caller.scopes().get().clinical().stream()
                    .filter(scope -> scope.names(type) && scope.rights().contains(right))
                    .map(scope -> asked(scope, opened, caller, way, type))
                    .filter(each -> !each.equals(Predicate.nothing()))
                    .toList();
            if (some.isEmpty()) {
                return NOTHING;
            }
            if (!some.contains(Predicate.anything())) {
                parts.add(some.size() == 1 ? some.getFirst() : new Predicate.Any(some));
            }
        }
        return parts.isEmpty() ? whole : joined(whole, parts);
    }

    private static Restriction joined(Restriction whole, List<Predicate> parts) {
        return switch (whole) {
            case Restriction.Everything() -> new Restriction.Matching(new Predicate.All(parts));
            case Restriction.Nothing() -> whole;
            case Restriction.Unless(var withheld) -> new Restriction.Matching(both(new Predicate.Not(withheld), parts));
            case Restriction.Matching(var known) -> new Restriction.Matching(both(known, parts));
            case Restriction.Masked(var known, var grants) -> new Restriction.Masked(both(known, parts), grants);
        };
    }

    private static Predicate both(Predicate known, List<Predicate> parts) {
        var all = new ArrayList<>(parts);
        all.addFirst(known);
        return new Predicate.All(all);
    }

    // What a scope's query asks is asked without regard to what the caller sees, as a rule's is. But a client chooses
    // it: so it only finds records that are shown whole, lest it tells what is hidden.
    private Predicate asked(Scope scope, Opened opened, Caller caller, Interaction way, ResourceType type) {
        var parts = new ArrayList<Predicate>();
        if (scope.whose() == Scope.Whose.PATIENT) {
            parts.add(Criteria.self(caller));
        }
        if (!scope.query().isEmpty()) {
            parts.add(criteria.of(scope, type));
            parts.add(shown(opened, way));
        }
        parts.removeIf(Predicate.anything()::equals);
        if (parts.contains(Predicate.nothing())) {
            return Predicate.nothing();
        }
        return parts.size() == 1 ? parts.getFirst() : new Predicate.All(parts);
    }

    private static Predicate shown(Opened opened, Interaction way) {
        return switch (way) {
            case READ, VREAD, HISTORY, SEARCH, EVERYTHING -> unmasked(opened.by(way));
            // Who creates a record knows it.
            case CREATE -> Predicate.anything();
            default -> either(unmasked(opened.by(Interaction.READ)), unmasked(opened.by(Interaction.SEARCH)));
        };
    }

    private static Predicate either(Predicate one, Predicate other) {
        var some = List.of(one, other);
        return some.contains(Predicate.anything()) ? Predicate.anything() : new Predicate.Any(some);
    }

    private static Predicate unmasked(Restriction restriction) {
        return switch (restriction) {
            case Restriction.Everything() -> Predicate.anything();
            case Restriction.Nothing() -> Predicate.nothing();
            case Restriction.Unless(var withheld) -> new Predicate.Not(withheld);
            case Restriction.Matching(var known) -> known;
            case Restriction.Masked(var known, var grants) ->
                new Predicate.All(List.of(
                        known,
                        new Predicate.Any(grants.stream()
                                .filter(each -> each.mask().isNone())
                                .map(Grant::criteria)
                                .toList())));
        };
    }
}
