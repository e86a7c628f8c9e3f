package io.carekeep.store.oracle;

import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Purpose;
import io.carekeep.access.policy.Criteria;
import io.carekeep.access.policy.RulePolicy;
import io.carekeep.access.policy.RulesText;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.store.TestStore;
import io.carekeep.store.find.Provision;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Random rules with labels and invariants, as their text says them, and random consents of some patients. What they
/// open is told once by the policy that is made of the text, and once by reading rule for rule and consent for consent.
final class Ruled {

    private static final Map<String, String> LABELS = Map.of("some", "urn:example:a|R", "more", "urn:example:a|V");
    private static final Parameter ALL = new Parameter("_lastUpdated", "gt1990");
    private static final int CONSENTS = 8;

    final Policies.Policy policy;
    final Gate gate;
    final Caller caller;

    private final TestStore store;
    private final BruteForce force;
    private final World world;
    private final Random random;
    private final @Nullable String stated;
    private final IdentityHashMap<Parameter, Set<String>> opened = new IdentityHashMap<>();
    private final Map<String, List<Parameter>> never = new HashMap<>();
    private final Map<Long, List<Provision>> consents = new HashMap<>();
    // The numbers of the patients whom records are about, and of their homes.
    private final Map<Long, Set<Long>> patients = new HashMap<>();
    private final Caller reached;
    private final StringBuilder text = new StringBuilder();

    Ruled(TestStore store, BruteForce force, World world, Questions questions, Random random) {
        this.store = store;
        this.force = force;
        this.world = world;
        this.random = random;
        var actors = actors();
        var purpose = random.nextInt(3) == 0 ? null : Provision.PURPOSES.get(random.nextInt(2));
        var unstated = unstated(Set.of(actors.getFirst()));
        this.stated = purpose;
        this.caller = purpose == null ? unstated : unstated.on(new Purpose(purpose));
        this.reached = unstated(reached(actors.getFirst()));
        var masks = new Policies(force, store, world, random).masks();
        this.policy = new Policies.Policy(force, world, criteria(masks), masks.hidden(), Map.of(), this::closes);
        invent(questions);
        consent(actors);
        var rules =
                new RulePolicy(RulesText.read(text.toString()), new Criteria(store.searches), () -> LocalDateTime.MAX);
        this.gate = store.gate(rules);
    }

    private static Caller unstated(Set<String> users) {
        return new Caller(7, Caller.Kind.PERSON, Set.of(new Group("reader")), List.copyOf(users));
    }

    // Whom a denial reaches with a practitioner: the organizations for which they work, and what these are part of.
    private Set<String> reached(String practitioner) {
        var reached = new HashSet<>(Set.of(practitioner));
        for (var role : world.of("PractitionerRole")) {
            if (force.matches(world, role, "practitioner", practitioner)) {
                add(role, "organization", reached);
            }
        }
        return reached;
    }

    private void add(Known of, String parameter, Set<String> reached) {
        for (var organization : world.of("Organization")) {
            if (force.matches(world, of, parameter, organization.address()) && reached.add(organization.address())) {
                add(organization, "partof", reached);
            }
        }
    }

    private List<String> actors() {
        return List.of(
                Questions.one(random, world.of("Practitioner")).address(),
                Questions.one(random, world.of("Practitioner")).address(),
                Questions.one(random, world.of("Organization")).address());
    }

    // Each a rule of its own. What nothing is said of is open, by a rule without criteria. To what no rule opens a
    // search is denied at once.
    private Map<String, List<Parameter>> criteria(Policies.Policy masks) {
        var criteria = new HashMap<>(masks.criteria());
        world.all().forEach(each -> criteria.putIfAbsent(each.type(), List.of(new Parameter(ALL.name(), ALL.value()))));
        criteria.replaceAll((_, any) -> any.isEmpty() ? List.of(new Parameter("_id", "nobody")) : any);
        return criteria;
    }

    private void invent(Questions questions) {
        text.append("groups: {reader: reads}\nlabels:\n");
        LABELS.forEach((name, coding) -> text.append("  %s: {coding: '%s'}\n".formatted(name, coding)));
        boolean neverMore = random.nextBoolean();
        text.append("invariants:\n");
        if (neverMore) {
            text.append("- {name: m, groups: [reader], interactions: [view], never: more}\n");
        }
        for (var type : policy.criteria().keySet()) {
            if (random.nextInt(4) == 0) {
                never(questions, type);
            }
        }
        text.append("- {name: z, groups: [reader], types: [Account], interactions: [view], where: 'name=none'}\n");
        text.append("rules:\n");
        policy.criteria().forEach((type, any) -> any.forEach(each -> rule(type, each, neverMore)));
        text.append("- {name: z, groups: [reader], types: [Account], interactions: [view]}\n");
        if (neverMore) {
            opened.values().forEach(each -> each.remove("more"));
        }
    }

    private void never(Questions questions, String type) {
        var made = questions.plain(random, Questions.one(random, world.of(type)));
        if (!made.name().matches(".*:(contains|in|not-in|above|below)")) {
            never.computeIfAbsent(type, _ -> new ArrayList<>()).add(made);
            text.append("- {name: n%s, groups: [reader], types: [%s], interactions: [view], where: '%s'}\n"
                    .formatted(type, type, where(made)));
        }
    }

    private static String where(Parameter criterion) {
        return QueryText.of(List.of(criterion)).replace("'", "''");
    }

    private void rule(String type, Parameter each, boolean neverMore) {
        var opens = new HashSet<String>();
        LABELS.keySet().stream().filter(_ -> random.nextInt(3) == 0).forEach(opens::add);
        if (neverMore) {
            opens.remove("more");
        }
        opened.put(each, opens);
        var parts = new ArrayList<String>();
        parts.add("name: r%d, groups: [reader], types: [%s], interactions: [view]".formatted(text.length(), type));
        if (!each.equals(ALL)) {
            parts.add("where: '" + where(each) + "'");
        }
        var hidden = policy.hidden().getOrDefault(each, List.of());
        if (!hidden.isEmpty()) {
            parts.add("hide: [" + String.join(", ", new HashSet<>(hidden)) + "]");
        }
        if (!opens.isEmpty()) {
            parts.add("opens: [" + String.join(", ", opens) + "]");
        }
        text.append("- {").append(String.join(", ", parts)).append("}\n");
    }

    private void consent(List<String> actors) {
        var labels = List.copyOf(LABELS.values());
        var words = new Provision.Words(actors, List.of("Patient", "Observation", "Condition", "Encounter"), labels);
        for (int at = 0; at < CONSENTS; at++) {
            var patient = Questions.one(random, world.of("Patient"));
            var said = Provision.any(random, words, random.nextInt(3));
            store.put("Consent/said-" + at, said.consent("said-" + at, patient.id()));
            consents.computeIfAbsent(patient.number(), _ -> new ArrayList<>()).add(said);
        }
        store.database
                .database()
                .sql()
                .sql("""
                        select number, home from store.current
                         union
                        select number, value - (32767::bigint << 48) from store.current cross join unnest(index) value
                         where value >> 48 = 32767""")
                .query((row, _) -> patients.computeIfAbsent(row.getLong(1), _ -> new HashSet<>())
                        .add(row.getLong(2)))
                .list();
    }

    private boolean closes(Known record, Parameter by) {
        var said = patients.getOrDefault(record.number(), Set.of()).stream()
                .map(patient -> consents.getOrDefault(patient, List.<Provision>of()))
                .toList();
        boolean never = this.never.getOrDefault(record.type(), List.of()).stream()
                .anyMatch(each -> force.matches(world, record, each.name(), each.value()));
        return never
                || isLabelled(record, by, said)
                || said.stream()
                        .flatMap(List::stream)
                        .anyMatch(each ->
                                each.closes(record.type(), label -> has(record, label), caller, reached, stated));
    }

    private boolean has(Known record, String label) {
        return force.matches(world, record, "_security", label);
    }

    // Each label that the rule leaves closed must be opened by a consent, and what is never opened stays closed.
    private boolean isLabelled(Known record, Parameter by, List<List<Provision>> said) {
        var opens = opened.getOrDefault(by, Set.of());
        return LABELS.entrySet().stream().anyMatch(label -> {
            boolean held = has(record, label.getValue());
            boolean never = label.getKey().equals("more") && text.indexOf("never: more") > 0;
            boolean open = opens.contains(label.getKey())
                    || !said.isEmpty()
                            && said.stream()
                                    .allMatch(some -> some.stream()
                                            .anyMatch(each -> each.opens(
                                                    record.type(), label.getValue()::equals, caller, stated)));
            return held && (never || !open);
        });
    }

    @Override
    public String toString() {
        return text + " " + caller.fhirUser() + " " + stated + " " + consents;
    }
}
