package io.carekeep.access.policy;

import io.carekeep.access.Budget;
import io.carekeep.access.Caller;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Two policies side by side: one in force, and one that may come after it.
public final class Comparison {

    /// In how many different circumstances they are compared at most.
    static final int SITUATIONS_MAX = 32;

    private static final List<Set<Interaction>> KINDS =
            List.of(Ways.VIEWING, Ways.CHANGING, EnumSet.of(Interaction.MAY_ASSIGN));

    /// What they may decide differently.
    /// @param ways that each of them decides alike
    public record Part(ResourceType type, Set<Interaction> ways, Situation situation) {

        public Part {
            ways = Set.copyOf(ways);
        }

        private Interaction way() {
            return ways.stream().min(Enum::compareTo).orElseThrow();
        }

        /// What kind its ways are of: `view`, `change` or `may-assign`.
        public String kind() {
            if (Ways.VIEWING.contains(way())) {
                return "view";
            }
            return Ways.CHANGING.contains(way()) ? "change" : Interaction.MAY_ASSIGN.word();
        }

        /// Its ways as a policy writes them, such as `view`, or `read, vread`.
        public String words() {
            if (ways.equals(Ways.VIEWING)) {
                return "view";
            }
            return ways.equals(Ways.CHANGING)
                    ? "change"
                    : String.join(
                            ", ", ways.stream().sorted().map(Interaction::word).toList());
        }
    }

    /// What each of two policies goes by.
    private record Deciding(List<Rule> before, List<Rule> after) {}

    private final Rules before;
    private final Rules after;
    private final RulePolicy old;
    private final RulePolicy proposed;
    private final LocalDateTime now;
    private final boolean alikeAround;

    /// @param now the time of the site
    public Comparison(Rules before, Rules after, Criteria criteria, LocalDateTime now) {
        this.before = before;
        this.after = after;
        this.old = new RulePolicy(before, criteria, () -> now);
        this.proposed = new RulePolicy(after, criteria, () -> now);
        this.now = now;
        this.alikeAround = before.hasLabelsOf(after) && before.emergencies() == after.emergencies();
    }

    /// The groups of which either speaks.
    public Set<Group> groups() {
        var groups = new HashSet<>(before.groups().keySet());
        groups.addAll(after.groups().keySet());
        Stream.concat(before.rules().stream(), after.rules().stream()).forEach(rule -> groups.addAll(rule.groups()));
        return groups;
    }

    /// Where they may differ for who is in all of these groups.
    /// @throws Refused when rules speak of too many different circumstances
    public List<Part> parts(Set<Group> groups) {
        var caller = new Caller(0, Caller.Kind.PERSON, groups);
        var situations = situations(groups);
        var parts = new ArrayList<Part>();
        for (var type : ResourceType.all()) {
            for (var kind : KINDS) {
                parts.addAll(parts(caller, type, kind, situations));
            }
        }
        return parts;
    }

    private List<Part> parts(Caller caller, ResourceType type, Set<Interaction> kind, List<Situation> situations) {
        var parts = new ArrayList<Part>();
        var known = new LinkedHashMap<Interaction, Set<Deciding>>();
        for (var situation : situations) {
            var alike = new LinkedHashMap<Deciding, Set<Interaction>>();
            for (var way : kind) {
                var deciding = deciding(situation, caller, way, type);
                boolean fresh = known.computeIfAbsent(way, _ -> new HashSet<>()).add(deciding);
                boolean same = alikeAround && deciding.before().equals(deciding.after());
                if (fresh && !same) {
                    alike.computeIfAbsent(deciding, _ -> EnumSet.noneOf(Interaction.class))
                            .add(way);
                }
            }
            alike.values().forEach(ways -> parts.add(new Part(type, ways, situation)));
        }
        return parts;
    }

    private Deciding deciding(Situation situation, Caller caller, Interaction way, ResourceType type) {
        var asking = situation.of(caller);
        return new Deciding(
                old.deciding(asking, situation.at(), way, type), proposed.deciding(asking, situation.at(), way, type));
    }

    // The ordinary one first, then for the bounds of each rule one in which they are met, and one in which they are
    // not.
    private List<Situation> situations(Set<Group> groups) {
        var bounds = Stream.concat(before.enforced().stream(), after.enforced().stream())
                .filter(Rule::isBound)
                .filter(rule -> rule.groups().stream().anyMatch(groups::contains))
                .map(Rule::bounds)
                .distinct()
                .toList();
        if (bounds.size() > SITUATIONS_MAX) {
            throw new Refused(new Problem.TooCostly("circumstances", SITUATIONS_MAX));
        }
        return Stream.of(
                        Stream.of(Situation.ordinary(now)),
                        bounds.stream().map(each -> each.met(now)),
                        bounds.stream().flatMap(each -> each.unmet(now).stream()))
                .flatMap(Function.identity())
                .toList();
    }

    /// What changes for a caller.
    public Differences differences(Part part, Caller caller) {
        var asking = part.situation().of(caller);
        return Differences.of(
                old.restriction(asking, part.situation().at(), part.way(), part.type()),
                proposed.restriction(asking, part.situation().at(), part.way(), part.type()),
                part.type());
    }

    /// Whether a rule of the proposed one permits this and none of the other, whichever records there are.
    public boolean begins(Part part, Set<Group> groups) {
        return permits(proposed, part, groups) && !permits(old, part, groups);
    }

    /// Whether no rule of the proposed one permits this and one of the other does, whichever records there are.
    public boolean ends(Part part, Set<Group> groups) {
        return permits(old, part, groups) && !permits(proposed, part, groups);
    }

    private static boolean permits(RulePolicy policy, Part part, Set<Group> groups) {
        var caller = part.situation().of(new Caller(0, Caller.Kind.PERSON, groups));
        return policy.deciding(caller, part.situation().at(), part.way(), part.type()).stream()
                .anyMatch(rule -> rule.effect() == Rule.Effect.PERMIT);
    }

    /// What else changes for who is in all of these groups, in words.
    public List<String> beside(Set<Group> groups) {
        var words = new ArrayList<String>();
        boolean breaks = after.emergencies(groups);
        if (breaks != before.emergencies(groups)) {
            words.add(breaks ? "may open a patient's records in an emergency" : "may no longer break the glass");
        }
        var budget = before.budget(groups);
        var other = after.budget(groups);
        if (!budget.equals(other)) {
            words.add(
                    "may see " + words(other) + " patients in an hour, a day and thirty days, before " + words(budget));
        }
        return words;
    }

    private static String words(Budget budget) {
        return budget.hour() + "/" + budget.day() + "/" + budget.month()
                + (budget.statistics() ? " (and totals over more)" : "");
    }

    /// The names of the invariants that would no longer be in force.
    public List<String> dropped() {
        return after.dropped(before);
    }

    /// Whether records get other labels when they are written.
    public boolean relabels() {
        return !before.labelsLike(after);
    }
}
