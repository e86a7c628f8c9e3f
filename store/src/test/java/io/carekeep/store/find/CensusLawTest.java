package io.carekeep.store.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.Purpose;
import io.carekeep.access.SignIn;
import io.carekeep.access.policy.Comparison;
import io.carekeep.access.policy.Criteria;
import io.carekeep.access.policy.Difference;
import io.carekeep.access.policy.Differences;
import io.carekeep.access.policy.RulePolicy;
import io.carekeep.access.policy.Rules;
import io.carekeep.access.policy.RulesText;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.mask.ElementPath;
import io.carekeep.fhir.mask.Mask;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.store.HomeRule;
import io.carekeep.store.Numbering;
import io.carekeep.store.TestStore;
import io.carekeep.testkit.Safeguard;
import io.carekeep.testkit.Trials;
import java.net.InetAddress;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a change of the policy is said to open and to close is what it opens and closes: for random policies, record by
/// record, as the store decides it under the one and under the other.
@Safeguard("164.308(a)(4)")
final class CensusLawTest {

    private static final int CHANGES = Integer.getInteger("changes", 30);
    private static final LocalDateTime MORNING = LocalDateTime.of(2026, 5, 1, 10, 0);
    private static final LocalDateTime NIGHT = LocalDateTime.of(2026, 5, 1, 2, 30);
    private static final List<String> TYPES = List.of("Patient", "Observation", "CareTeam");
    private static final List<Caller> CALLERS = List.of(
            caller(11, "Practitioner/p0"),
            caller(12, "Practitioner/p1", "Patient/3"),
            caller(13, "Patient/5"),
            caller(14));

    private static CensusRecords records;
    private static TestStore store;
    private static int told;

    private static Caller caller(long account, String... fhirUser) {
        return new Caller(account, Caller.Kind.PERSON, Set.of(), List.of(fhirUser));
    }

    private static Caller in(Caller caller, Set<Group> groups) {
        return new Caller(caller.account(), caller.kind(), groups, caller.fhirUser());
    }

    @BeforeAll
    static void fill() {
        records = new CensusRecords();
        store = records.store;
    }

    @AfterAll
    static void close() {
        records.close();
    }

    /// What a policy opens, as the store decides it.
    private record Opening(Map<Long, Mask> opened) {

        static Opening of(RulePolicy policy, Caller caller, Interaction way, ResourceType type) {
            return store.gate(policy).pass(caller, Action.of(Interaction.VIEW_OWN_LOG), permit -> {
                var numbers = records.homes.keySet().stream()
                        .filter(number -> Numbering.isOf(number, type))
                        .collect(Collectors.toSet());
                var search = store.finding.search();
                var opened = search.among(permit, way, numbers);
                var masks = search.masks(permit, way, type, opened);
                return new Opening(opened.stream()
                        .collect(Collectors.toMap(
                                Function.identity(), number -> masks.getOrDefault(number, Mask.NONE))));
            });
        }

        Set<Long> shown(String path) {
            var element = Mask.of(List.of(ElementPath.parse(path)));
            return opened.entrySet().stream()
                    .filter(each -> !element.isWithin(each.getValue()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }
    }

    private static Set<Long> without(Set<Long> some, Set<Long> others) {
        var left = new HashSet<>(some);
        left.removeAll(others);
        return left;
    }

    private static void same(Census census, ResourceType type, Collection<Predicate> counted, Set<Long> expected) {
        var tally = census.of(type, counted);
        assertThat(tally.records()).isEqualTo(expected.size());
        assertThat(tally.patients())
                .isEqualTo(expected.stream()
                        .map(records.homes::get)
                        .filter(HomeRule::isPatient)
                        .distinct()
                        .count());
        told += expected.isEmpty() ? 0 : 1;
    }

    @Test
    void what_is_counted_is_what_is_opened_and_closed_record_by_record() {
        Trials.of(CHANGES, random -> {
            var rewriting = new Rewriting(random);
            var rules = rewriting.rules();
            var before = RulesText.read(rewriting.text(rules));
            var after = RulesText.read(rewriting.text(rewriting.changed(rules)));
            var groups = random.nextBoolean()
                    ? Set.of(new Group(random.nextBoolean() ? "ward" : "desk"))
                    : Set.of(new Group("ward"), new Group("desk"));
            store.gate.pass(store.administrator, Action.of(Interaction.MANAGE_POLICY), permit -> {
                tried(random, permit, before, after, groups);
                return true;
            });
        });
        System.out.printf("[census] %d changes, %d numbers above 0%n", CHANGES, told);
        assertThat(told).isGreaterThan(CHANGES);
    }

    @Test
    void more_predicates_than_one_statement_asks_for_count_each_record_once() {
        var each = IntStream.range(0, 2 * Census.TOGETHER_MAX + 1)
                .<Predicate>mapToObj(at -> new Predicate.Ids(List.of(at % 5 + "", 3 + "", "none-" + at)))
                .toList();
        var any = Stream.concat(
                        each.stream(),
                        Stream.of(new Predicate.Withheld(
                                new Predicate.Asker(List.of("Practitioner/p0"), 11, 0), List.of())))
                .toList();
        var patient = ResourceType.of("Patient").orElseThrow();
        var tally = store.gate.pass(
                store.administrator,
                Action.of(Interaction.MANAGE_POLICY),
                permit -> store.finding.censuses().apply(permit).of(patient, any));
        assertThat(tally).hasToString("5 records of 5 patients");
    }

    @Test
    void nobody_counts_who_does_not_manage_the_policy() {
        assertThatThrownBy(() -> store.gate.pass(
                        store.operator,
                        Action.of(Interaction.VIEW_OWN_LOG),
                        permit -> store.finding.censuses().apply(permit)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a permit to manage the policy");
    }

    private static void tried(Random random, Permit permit, Rules before, Rules after, Set<Group> groups) {
        var criteria = new Criteria(store.searches);
        var comparison = new Comparison(before, after, criteria, random.nextBoolean() ? MORNING : NIGHT);
        var census = store.finding.censuses().apply(permit);
        var changed = new HashMap<String, Set<Interaction>>();
        for (var part : comparison.parts(groups)) {
            var situation = part.situation();
            changed.computeIfAbsent(part.type().name(), _ -> new HashSet<>()).addAll(part.ways());
            if (!TYPES.contains(part.type().name())) {
                continue;
            }
            var old = new RulePolicy(before, criteria, situation::at);
            var proposed = new RulePolicy(after, criteria, situation::at);
            for (var way : part.ways()) {
                var openings = CALLERS.stream()
                        .map(each -> situation.of(in(each, groups)))
                        .map(each -> List.of(
                                Opening.of(old, each, way, part.type()), Opening.of(proposed, each, way, part.type())))
                        .toList();
                checked(census, comparison, part, groups, openings);
            }
        }
        for (int each = 0; each < 4; each++) {
            var time = random.nextBoolean() ? MORNING : NIGHT;
            var old = new RulePolicy(before, criteria, () -> time);
            var proposed = new RulePolicy(after, criteria, () -> time);
            var caller = somehow(random, in(CALLERS.get(random.nextInt(CALLERS.size())), groups));
            unchanged(old, proposed, caller, changed);
        }
    }

    private static void checked(
            Census census,
            Comparison comparison,
            Comparison.Part part,
            Set<Group> groups,
            List<List<Opening>> openings) {
        var differences = CALLERS.stream()
                .map(each -> comparison.differences(part, in(each, groups)))
                .toList();
        same(
                census,
                part.type(),
                differences.stream().map(Differences::records).toList(),
                openings,
                each -> each.opened().keySet());
        differences.stream()
                .flatMap(each -> each.elements().keySet().stream())
                .distinct()
                .forEach(path -> same(
                        census,
                        part.type(),
                        differences.stream().map(each -> each.element(path)).toList(),
                        openings,
                        opening -> opening.shown(path)));
    }

    // For all callers together, and for each alone.
    private static void same(
            Census census,
            ResourceType type,
            List<Difference> differences,
            List<List<Opening>> openings,
            Function<Opening, Set<Long>> shown) {
        var gained = new HashSet<Long>();
        var lost = new HashSet<Long>();
        for (int at = 0; at < differences.size(); at++) {
            var before = shown.apply(openings.get(at).getFirst());
            var after = shown.apply(openings.get(at).getLast());
            gained.addAll(without(after, before));
            lost.addAll(without(before, after));
            same(census, type, differences.get(at).gained().stream().toList(), without(after, before));
            same(census, type, differences.get(at).lost().stream().toList(), without(before, after));
        }
        same(census, type, each(differences, Difference::gained), gained);
        same(census, type, each(differences, Difference::lost), lost);
    }

    private static List<Predicate> each(List<Difference> all, Function<Difference, Optional<Predicate>> which) {
        return all.stream().map(which).flatMap(Optional::stream).toList();
    }

    private static Caller somehow(Random random, Caller caller) {
        return switch (random.nextInt(6)) {
            case 0 -> caller.on(new Purpose("TREAT"));
            case 1 -> caller.on(new Purpose("HRESCH"));
            case 2 -> caller.at(InetAddress.ofLiteral("10.1.1.1"));
            case 3 -> caller.at(InetAddress.ofLiteral("198.51.100.7"));
            case 4 -> caller.by(new SignIn(1, Duration.ofMinutes(1)));
            default -> caller;
        };
    }

    // What the comparison does not speak of is the same under both.
    private static void unchanged(
            RulePolicy old, RulePolicy proposed, Caller caller, Map<String, Set<Interaction>> changed) {
        for (var name : TYPES) {
            var type = ResourceType.of(name).orElseThrow();
            for (var way : List.of(Interaction.READ, Interaction.SEARCH, Interaction.UPDATE)) {
                if (!changed.getOrDefault(name, Set.of()).contains(way)) {
                    assertThat(Opening.of(proposed, caller, way, type)).isEqualTo(Opening.of(old, caller, way, type));
                }
            }
        }
    }
}
