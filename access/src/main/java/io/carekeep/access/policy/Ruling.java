package io.carekeep.access.policy;

import io.carekeep.access.Caller;
import io.carekeep.access.Grant;
import io.carekeep.access.Interaction;
import io.carekeep.access.Label;
import io.carekeep.access.Restriction;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes of the rules that are about something which records they open, and what of them they hide.
final class Ruling {

    private final Rules rules;
    private final Criteria criteria;
    private final Consents consents;

    Ruling(Rules rules, Criteria criteria) {
        this.rules = rules;
        this.criteria = criteria;
        this.consents = new Consents(rules, criteria);
    }

    /// @param about the rules that are about this caller, this way and this type
    Restriction restriction(List<Rule> about, Caller caller, Interaction way, ResourceType type) {
        var grants = grants(about, caller, way, type);
        var permits = grants.stream().map(Grant::criteria).toList();
        var forbids = forbids(about, caller, type);
        if (permits.isEmpty() || forbids.contains(Predicate.anything())) {
            return new Restriction.Nothing();
        }
        var withheld = withheld(caller, type);
        boolean all = permits.contains(Predicate.anything());
        boolean masked = grants.stream().anyMatch(each -> !each.mask().isNone());
        if (all && forbids.isEmpty() && !masked) {
            return withheld.<Restriction>map(Restriction.Unless::new).orElseGet(Restriction.Everything::new);
        }
        var parts = new ArrayList<Predicate>();
        if (!all) {
            parts.add(permits.size() == 1 ? permits.getFirst() : new Predicate.Any(permits));
        }
        forbids.forEach(each -> parts.add(new Predicate.Not(each)));
        withheld.ifPresent(each -> parts.add(new Predicate.Not(each)));
        var opened = new Predicate.All(parts);
        return masked ? Restriction.Masked.of(opened, grants) : new Restriction.Matching(opened);
    }

    /// What a rule says to this caller of records of this type.
    Said said(Rule said, Caller caller, Interaction way, ResourceType type) {
        var rule = said.effect() == Rule.Effect.PERMIT ? said.hiding(rules.hidden(caller, way, type)) : said;
        var asked = criteria.of(rule, type, caller)
                .or(() -> unanswered(rule.effect()))
                .orElseGet(Predicate::nothing);
        if (rule.effect() == Rule.Effect.FORBID) {
            return new Said(rule, asked, asked, List.of());
        }
        var closing = closed(rule).stream()
                .map(label -> new Said.Closing(
                        label, criteria.labelled(type, List.of(label)), consents.allowed(label, caller, type)))
                .toList();
        return new Said(rule, consents.unlabelled(asked, rule, caller, type), asked, closing);
    }

    /// What may be released to somebody outside.
    Restriction released(Caller caller, ResourceType type) {
        return Releasing.restriction(criteria, type, rules.labels(), consents.denied(caller, type));
    }

    /// The records of this type that consents keep from the caller; empty when they never do.
    Optional<Predicate> withheld(Caller caller, ResourceType type) {
        return consents.withheld(caller, type);
    }

    // A rule that speaks of who calls permits nothing to a caller of whom that is not known, and forbids them all.
    private static Optional<Predicate> unanswered(Rule.Effect effect) {
        return effect == Rule.Effect.FORBID ? Optional.of(Predicate.anything()) : Optional.empty();
    }

    private List<Grant> grants(List<Rule> about, Caller caller, Interaction way, ResourceType type) {
        var grants = new ArrayList<Grant>();
        var never = rules.hidden(caller, way, type);
        for (var rule : about) {
            if (rule.effect() == Rule.Effect.PERMIT) {
                criteria.of(rule, type, caller)
                        .filter(each -> !each.equals(Predicate.nothing()))
                        .ifPresent(each -> grants.add(new Grant(
                                consents.unlabelled(each, rule, caller, type),
                                rule.mask(way).or(never))));
            }
        }
        return grants;
    }

    private List<Label> closed(Rule rule) {
        return rules.labels().stream()
                .filter(label -> !rule.opens().contains(label.name()))
                .toList();
    }

    private List<Predicate> forbids(List<Rule> about, Caller caller, ResourceType type) {
        return about.stream()
                .filter(rule -> rule.effect() == Rule.Effect.FORBID)
                .flatMap(rule -> criteria.of(rule, type, caller).or(() -> unanswered(Rule.Effect.FORBID)).stream())
                .filter(part -> !part.equals(Predicate.nothing()))
                .toList();
    }
}
