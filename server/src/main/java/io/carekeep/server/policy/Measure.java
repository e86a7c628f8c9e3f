package io.carekeep.server.policy;

import io.carekeep.access.Caller;
import io.carekeep.access.Group;
import io.carekeep.access.policy.Comparison;
import io.carekeep.access.policy.Difference;
import io.carekeep.access.policy.Differences;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.store.find.Census;
import io.carekeep.store.find.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Counts what a change opens and closes to some callers who are in the same groups: to one of them or more.
final class Measure {

    private record Sum(Tally gained, Tally lost) {

        Sum() {
            this(new Tally(), new Tally());
        }
    }

    private record Unused(String may, String when, boolean begins) {}

    private final Comparison comparison;
    private final Census census;
    private final Set<ResourceType> present;
    private final Set<Group> groups;
    private final List<Caller> callers;
    private final List<Impact.Row> rows = new ArrayList<>();
    private final Map<String, Sum> sums = new LinkedHashMap<>();
    private final Map<Unused, List<String>> unused = new LinkedHashMap<>();

    /// @param present the types of which there are records
    Measure(Comparison comparison, Census census, Set<ResourceType> present, Set<Group> groups, List<Caller> callers) {
        this.comparison = comparison;
        this.census = census;
        this.present = present;
        this.groups = groups;
        this.callers = callers;
    }

    Impact.Subject taken(Impact.Kind kind, String name, int accounts) {
        for (var part : comparison.parts(groups)) {
            var row = present.contains(part.type()) ? row(part) : Optional.<Impact.Row>empty();
            row.ifPresentOrElse(rows::add, () -> unused(part));
        }
        return new Impact.Subject(
                kind,
                name,
                groups.stream().map(Group::name).sorted().toList(),
                accounts,
                sums.entrySet().stream()
                        .map(each -> new Impact.Patients(
                                each.getKey(),
                                each.getValue().gained().patients(),
                                each.getValue().lost().patients()))
                        .toList(),
                List.copyOf(rows),
                unused.entrySet().stream()
                        .map(each -> new Impact.Unused(
                                each.getKey().may(),
                                each.getKey().when(),
                                each.getKey().begins(),
                                each.getValue()))
                        .toList(),
                comparison.beside(groups));
    }

    // Empty when nothing changes for the records that are there.
    private Optional<Impact.Row> row(Comparison.Part part) {
        try {
            return counted(part);
        } catch (Refused refused) {
            var why = refused.problem().issues().getFirst().text();
            return Optional.of(new Impact.Row(
                    part.type().name(), part.words(), part.situation().toString(), null, null, List.of(), why));
        }
    }

    private Optional<Impact.Row> counted(Comparison.Part part) {
        var differences = callers.stream()
                .map(caller -> comparison.differences(part, caller))
                .toList();
        var gained = tally(part, differences, Differences::records, Difference::gained);
        var lost = tally(part, differences, Differences::records, Difference::lost);
        var elements = elements(part, differences);
        if (gained.records() == 0 && lost.records() == 0 && elements.isEmpty()) {
            return Optional.empty();
        }
        var sum = sums.computeIfAbsent(part.kind(), _ -> new Sum());
        sum.gained().add(gained);
        sum.lost().add(lost);
        return Optional.of(new Impact.Row(
                part.type().name(),
                part.words(),
                part.situation().toString(),
                Impact.Numbers.of(gained),
                Impact.Numbers.of(lost),
                elements,
                null));
    }

    private List<Impact.Element> elements(Comparison.Part part, List<Differences> differences) {
        var paths = new TreeSet<String>();
        differences.forEach(each -> paths.addAll(each.elements().keySet()));
        var elements = new ArrayList<Impact.Element>();
        for (var path : paths) {
            var gained = Impact.Numbers.of(tally(part, differences, each -> each.element(path), Difference::gained));
            var lost = Impact.Numbers.of(tally(part, differences, each -> each.element(path), Difference::lost));
            if (!gained.isNone() || !lost.isNone()) {
                elements.add(new Impact.Element(path, gained, lost));
            }
        }
        return elements;
    }

    private Tally tally(
            Comparison.Part part,
            List<Differences> differences,
            Function<Differences, Difference> what,
            Function<Difference, Optional<Predicate>> way) {
        var any = differences.stream()
                .map(what)
                .map(way)
                .flatMap(Optional::stream)
                .toList();
        return census.of(part.type(), any);
    }

    private void unused(Comparison.Part part) {
        boolean begins = comparison.begins(part, groups);
        if (begins || comparison.ends(part, groups)) {
            var key = new Unused(part.words(), part.situation().toString(), begins);
            unused.computeIfAbsent(key, _ -> new ArrayList<>()).add(part.type().name());
        }
    }
}
