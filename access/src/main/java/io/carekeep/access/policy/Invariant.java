package io.carekeep.access.policy;

import io.carekeep.access.Caller;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Label;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.mask.Mask;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/// What is never opened to who is in some groups, whatever rules say and whichever other groups they are in. Rules that
/// plainly would open it are refused before they count; what only the records can tell is forbidden.
/// @param name says in a few words what it is for
/// @param groups whom it is about
public record Invariant(
        String name, Set<Group> groups, Set<ResourceType> types, Set<Interaction> interactions, Never never) {

    /// What is never opened.
    public sealed interface Never {}

    /// Records with a label.
    public record Labelled(Label label) implements Never {}

    /// Records that are like this, as a search says it.
    public record Like(String where) implements Never {}

    /// Elements of records.
    public record Elements(Mask mask) implements Never {}

    public Invariant {
        groups = Set.copyOf(groups);
        types = Set.copyOf(types);
        interactions = Set.copyOf(interactions);
    }

    /// The rule that forbids it; elements are hidden instead.
    Optional<Rule> forbidding() {
        return switch (never) {
            case Labelled(var label) ->
                Optional.of(forbidding("_security=" + URLEncoder.encode(label.token(), StandardCharsets.UTF_8)));
            case Like(var where) -> Optional.of(forbidding(where));
            case Elements _ -> Optional.empty();
        };
    }

    private Rule forbidding(String where) {
        return new Rule(
                "invariant: " + name,
                Rule.Effect.FORBID,
                groups,
                types,
                interactions,
                Rule.Whose.ANYBODYS,
                where,
                Mask.NONE,
                Mask.NONE,
                Set.of(),
                Bounds.NONE);
    }

    /// What is hidden from this caller, whichever rule opens the record.
    Mask hidden(Caller caller, Interaction way, ResourceType type) {
        return never instanceof Elements(var mask)
                        && interactions.contains(way)
                        && types.contains(type)
                        && caller.groups().stream().anyMatch(groups::contains)
                ? mask
                : Mask.NONE;
    }

    /// How a rule that plainly opens what is never opened can be mended; empty when it doesn't.
    Optional<String> mended(Rule rule) {
        boolean meets = rule.effect() == Rule.Effect.PERMIT
                && !Collections.disjoint(groups, rule.groups())
                && !Collections.disjoint(interactions, rule.interactions())
                && !Collections.disjoint(types, rule.types());
        if (!meets) {
            return Optional.empty();
        }
        return switch (never) {
            case Labelled(var label) ->
                rule.opens().contains(label.name())
                        ? Optional.of("does not open the label " + label.name() + ": " + orWithout(rule))
                        : Optional.empty();
            case Elements(var mask) -> {
                var missing = types.stream()
                        .filter(rule.types()::contains)
                        .filter(type -> !mask.within(type).isWithin(rule.hidden()))
                        .flatMap(type -> mask.within(type).texts().stream())
                        .sorted()
                        .toList();
                yield missing.isEmpty() ? Optional.empty() : Optional.of("hides " + missing + ": " + orWithout(rule));
            }
            case Like _ -> Optional.empty();
        };
    }

    private String orWithout(Rule rule) {
        var both = rule.groups().stream()
                .filter(groups::contains)
                .map(Group::name)
                .sorted()
                .toList();
        return "change the rule, or make one without " + both + " and another for them";
    }

    /// Whether it forbids all that another does.
    boolean isAtLeast(Invariant other) {
        return groups.containsAll(other.groups)
                && types.containsAll(other.types)
                && interactions.containsAll(other.interactions)
                && switch (other.never) {
                    case Labelled(var label) -> never instanceof Labelled(var mine) && mine.isAtLeast(label);
                    case Like(var where) -> never instanceof Like(var mine) && mine.equals(where);
                    case Elements(var mask) -> never instanceof Elements(var mine) && mask.isWithin(mine);
                };
    }
}
