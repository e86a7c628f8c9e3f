package io.carekeep.access.policy;

import io.carekeep.access.Caller;
import io.carekeep.access.Label;
import io.carekeep.access.Purpose;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.fhir.search.SearchParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What patients' consents close to a caller, and which labels they open. A consent closes neither consents nor
/// what is the caller's own or was opened in an emergency.
final class Consents {

    private static final ResourceType CONSENT = ResourceType.of("Consent").orElseThrow();

    private final Criteria criteria;
    private final List<Label> labels;
    private final boolean emergencies;

    Consents(Rules rules, Criteria criteria) {
        this.criteria = criteria;
        this.labels = rules.labels();
        this.emergencies = rules.emergencies();
    }

    /// The records of this type that consents deny to the caller, their own among them; empty when they never do.
    Optional<Predicate> denied(Caller caller, ResourceType type) {
        if (type.equals(CONSENT)) {
            return Optional.empty();
        }
        var named = labels.stream().map(label -> named(label, type)).toList();
        return Optional.of(new Predicate.Withheld(asker(caller), named));
    }

    /// The records of this type that consents keep from the caller; empty when they never do.
    Optional<Predicate> withheld(Caller caller, ResourceType type) {
        return denied(caller, type).map(each -> withheld(each, caller));
    }

    private Predicate withheld(Predicate denied, Caller caller) {
        var parts = new ArrayList<Predicate>();
        parts.add(denied);
        var own = Criteria.self(caller);
        if (!own.equals(Predicate.nothing())) {
            parts.add(new Predicate.Not(own));
        }
        if (emergencies) {
            parts.add(new Predicate.Not(new Predicate.Opened(caller.account())));
        }
        return parts.size() == 1 ? parts.getFirst() : new Predicate.All(parts);
    }

    /// What has a label is closed to a rule that does not open it, unless a consent opens it to the caller.
    Predicate unlabelled(Predicate permitted, Rule rule, Caller caller, ResourceType type) {
        var closed = labels.stream()
                .filter(label -> !rule.opens().contains(label.name()))
                .toList();
        if (closed.isEmpty()) {
            return permitted;
        }
        var each = closed.stream()
                .<Predicate>map(label -> new Predicate.Any(List.of(
                        new Predicate.Not(criteria.labelled(type, List.of(label))), allowed(label, caller, type))))
                .toList();
        var open =
                new Predicate.Any(List.of(new Predicate.Not(criteria.labelled(type, closed)), new Predicate.All(each)));
        return permitted.equals(Predicate.anything()) ? open : new Predicate.All(List.of(permitted, open));
    }

    /// That a consent opens a label of a record of this type to the caller.
    Predicate allowed(Label label, Caller caller, ResourceType type) {
        return new Predicate.Allowed(asker(caller), named(label, type));
    }

    private static Predicate.Asker asker(Caller caller) {
        long purpose = caller.circumstances().purpose().map(Purpose::bit).orElse(0L);
        return new Predicate.Asker(caller.fhirUser(), caller.account(), purpose);
    }

    private static Predicate.Labelled named(Label label, ResourceType type) {
        var expressions =
                SearchParameters.r4().find(type, "_security").orElseThrow().ordinals();
        var token = label.token();
        int bar = token.indexOf('|');
        return new Predicate.Labelled(expressions, token.substring(0, bar), token.substring(bar + 1));
    }
}
