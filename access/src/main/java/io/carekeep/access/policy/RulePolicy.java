package io.carekeep.access.policy;

import io.carekeep.access.Action;
import io.carekeep.access.Budget;
import io.carekeep.access.Caller;
import io.carekeep.access.Decision;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Label;
import io.carekeep.access.Policy;
import io.carekeep.access.Purpose;
import io.carekeep.access.Restriction;
import io.carekeep.access.Scopes;
import io.carekeep.access.StepUp;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Decides by rules: what no rule permits is denied, and a rule that forbids is stronger than all that permit. Beside
/// them stand two groups that no rule can change: administrators manage and read no records, the operator reads and
/// writes them all and manages nothing. Alarms are for administrators and the support, whatever rules say. Scopes
/// narrow all of it,
/// and with them nobody manages anything.
public final class RulePolicy implements Policy {

    private static final int KNOWN_MAX = 20_000;
    private static final Restriction EVERYTHING = new Restriction.Everything();
    private static final Restriction NOTHING = new Restriction.Nothing();

    /// @param purpose for which they ask, which consents speak of
    /// @param counting which of the rules count under the circumstances
    private record Asked(
            long account,
            Set<Group> groups,
            List<String> fhirUser,
            Optional<Purpose> purpose,
            Optional<Scopes> scopes,
            BitSet counting,
            Interaction way,
            ResourceType type) {}

    private final Rules rules;
    private final List<Rule> all;
    private final Ruling ruling;
    private final Narrowing narrowing;
    private final Supplier<LocalDateTime> now;
    private final boolean bound;
    private final ConcurrentHashMap<Asked, Restriction> known = new ConcurrentHashMap<>();

    /// @param now the time of the site
    /// @throws io.carekeep.base.Refused when what a rule asks of its records can't be asked
    public RulePolicy(Rules rules, Criteria criteria, Supplier<LocalDateTime> now) {
        this.rules = rules;
        this.all = rules.enforced();
        this.ruling = new Ruling(rules, criteria);
        this.narrowing = new Narrowing(criteria);
        this.now = now;
        this.bound = all.stream().anyMatch(Rule::isBound);
        all.forEach(criteria::check);
    }

    @Override
    public Set<Group> groups() {
        var groups = new HashSet<>(rules.groups().keySet());
        groups.add(Group.ADMINISTRATOR);
        groups.add(Group.OPERATOR);
        groups.addAll(Managing.OF_ALARMS);
        return groups;
    }

    @Override
    public List<Label> labels() {
        return rules.labels();
    }

    @Override
    public Budget budget(Caller caller) {
        return caller.groups().contains(Group.OPERATOR) ? Budget.OPERATOR : rules.budget(caller.groups());
    }

    @Override
    public Decision decide(Caller caller, Action action) {
        var way = action.interaction();
        if (way == Interaction.EXPORT) {
            return new Decision.Denied("records leave one by one and audited: no route exports the database");
        }
        boolean may = Ways.OWN.contains(way) || caller.scopes().isEmpty() && Managing.may(caller.groups(), way);
        boolean breaks = way == Interaction.BREAK_GLASS && caller.scopes().isEmpty() && mayBreakGlass(caller);
        if (may || breaks || onRecords(caller, counting(caller), action)) {
            return new Decision.Permitted();
        }
        return stepUp(caller, action)
                .<Decision>map(Decision.Weak::new)
                .orElseGet(() -> new Decision.Denied(caller.scopes()
                        .map(_ -> "your groups may not do this, or the scopes of your token do not name it")
                        .orElse("your groups may not do this")));
    }

    // What is about more than one type is decided again for each record and each entry.
    private boolean onRecords(Caller caller, BitSet counting, Action action) {
        var way = action.interaction();
        var type = action.type();
        if (type != null) {
            return !(restriction(caller, counting, way, type) instanceof Restriction.Nothing);
        }
        if (way == Interaction.TRANSACTION) {
            return Ways.OF_RECORDS.stream().anyMatch(each -> permits(caller, counting, each));
        }
        return Ways.OF_RECORDS.contains(way) && permits(caller, counting, way);
    }

    private boolean mayBreakGlass(Caller caller) {
        var counting = counting(caller);
        return numbered()
                .filter(counting::get)
                .mapToObj(all::get)
                .anyMatch(rule -> rule.whose().patients() == Rule.Patients.EMERGENCY
                        && rule.effect() == Rule.Effect.PERMIT
                        && caller.groups().stream().anyMatch(rule.groups()::contains));
    }

    private boolean permits(Caller caller, BitSet counting, Interaction way) {
        return Narrowing.name(caller, way)
                && (caller.groups().contains(Group.OPERATOR)
                        || counting.stream()
                                .mapToObj(all::get)
                                .anyMatch(rule -> rule.effect() == Rule.Effect.PERMIT && rule.isAbout(caller, way)));
    }

    // The least that a caller who may not do this must prove to have a rule that permits it.
    private Optional<StepUp> stepUp(Caller caller, Action action) {
        var time = now.get();
        return numbered()
                .filter(at -> all.get(at).waitsForSignIn(caller.circumstances(), time))
                .filter(at -> {
                    var counting = counting(caller);
                    counting.set(at);
                    return onRecords(caller, counting, action);
                })
                .mapToObj(at -> all.get(at).bounds().signIn())
                .min(Comparator.naturalOrder());
    }

    @Override
    public Restriction restriction(Caller caller, Interaction way, ResourceType type) {
        return restriction(caller, counting(caller), way, type);
    }

    /// The same at another time.
    Restriction restriction(Caller caller, LocalDateTime time, Interaction way, ResourceType type) {
        return restriction(caller, counting(caller, time), way, type);
    }

    private Restriction restriction(Caller caller, BitSet counting, Interaction way, ResourceType type) {
        if (way == Interaction.RELEASE_DATA) {
            return Managing.may(caller.groups(), way) && caller.scopes().isEmpty()
                    ? ruling.released(caller, type)
                    : NOTHING;
        }
        if (caller.scopes().isEmpty() && caller.groups().contains(Group.OPERATOR)) {
            return operating(way);
        }
        if (known.size() > KNOWN_MAX) {
            known.clear();
        }
        return known.computeIfAbsent(
                new Asked(
                        caller.account(),
                        caller.groups(),
                        caller.fhirUser(),
                        caller.circumstances().purpose(),
                        caller.scopes(),
                        counting,
                        way,
                        type),
                _ -> narrowing.of(each -> opened(caller, counting, each, type), caller, way, type));
    }

    // What is opened without regard to scopes.
    private Restriction opened(Caller caller, BitSet counting, Interaction way, ResourceType type) {
        return caller.groups().contains(Group.OPERATOR)
                ? operating(way)
                : ruling.restriction(about(caller, counting, way, type), caller, way, type);
    }

    private static Restriction operating(Interaction way) {
        return Ways.OF_RECORDS.contains(way) ? EVERYTHING : NOTHING;
    }

    private IntStream numbered() {
        return IntStream.range(0, all.size());
    }

    /// The rules that are about this caller, this way and this type, and count now.
    public List<Said> said(Caller caller, Interaction way, ResourceType type) {
        return about(caller, counting(caller), way, type).stream()
                .map(rule -> ruling.said(rule, caller, way, type))
                .toList();
    }

    /// What decides this at a time: where it is equal, the restriction is, as long as the labels are the same.
    List<Rule> deciding(Caller caller, LocalDateTime time, Interaction way, ResourceType type) {
        var never = rules.hidden(caller, way, type);
        return about(caller, counting(caller, time), way, type).stream()
                .map(rule -> rule.bare(way, never))
                .toList();
    }

    /// The records of this type that patients' consents keep from the caller, whatever rules permit; empty when they
    /// never do.
    public Optional<Predicate> withheld(Caller caller, ResourceType type) {
        return ruling.withheld(caller, type);
    }

    /// The rules that are about this caller, this way and this type, and don't count now: their bounds keep them from
    /// it.
    public List<Rule> bound(Caller caller, Interaction way, ResourceType type) {
        var not = counting(caller);
        not.flip(0, all.size());
        return about(caller, not, way, type);
    }

    private List<Rule> about(Caller caller, BitSet counting, Interaction way, ResourceType type) {
        return counting.stream()
                .mapToObj(all::get)
                .filter(rule -> rule.isAbout(caller, way, type))
                .toList();
    }

    // The rules that count for who asks so, at this time.
    private BitSet counting(Caller caller) {
        return counting(caller, bound ? now.get() : LocalDateTime.MIN);
    }

    private BitSet counting(Caller caller, LocalDateTime time) {
        var counting = new BitSet();
        counting.set(0, all.size());
        if (bound) {
            numbered()
                    .filter(at -> !all.get(at).counts(caller.circumstances(), time))
                    .forEach(counting::clear);
        }
        return counting;
    }
}
