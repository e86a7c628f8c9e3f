package io.carekeep.store.oracle;

import io.carekeep.access.Restriction;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.store.TestStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/// Invents policies: which records of each type a caller may see, in the language of searches.
final class Policies {

    /// A policy. A record is open when one of its type's criteria holds; a type without criteria is open.
    record Policy(
            BruteForce force,
            World world,
            Map<String, List<Parameter>> criteria,
            Map<ResourceType, Restriction> restrictions) {

        @Override
        public String toString() {
            return criteria.entrySet().stream()
                    .map(each -> each.getKey() + "?"
                            + each.getValue().stream()
                                    .map(any -> any.name() + "=" + any.value())
                                    .collect(Collectors.joining(" or ")))
                    .collect(Collectors.joining("; "));
        }

        boolean opens(Known record) {
            var any = criteria.get(record.type());
            return any == null
                    || any.stream().anyMatch(each -> force.matches(world, record, each.name(), each.value()));
        }
    }

    private final BruteForce force;
    private final TestStore store;
    private final World world;
    private final Random random;

    Policies(BruteForce force, TestStore store, World world, Random random) {
        this.force = force;
        this.store = store;
        this.world = world;
        this.random = random;
    }

    private Policy policy(Map<String, List<Parameter>> criteria) {
        var restrictions = new HashMap<ResourceType, Restriction>();
        criteria.forEach((name, any) -> {
            var type = ResourceType.of(name).orElseThrow();
            var parts = any.stream().map(each -> predicate(type, each)).toList();
            restrictions.put(type, new Restriction.Matching(new Predicate.Any(parts)));
        });
        return new Policy(force, world, criteria, restrictions);
    }

    private Predicate predicate(ResourceType type, Parameter criterion) {
        try {
            return store.searches
                    .parse(type, List.of(criterion), SearchParser.Handling.STRICT)
                    .predicate();
        } catch (Refused refusal) {
            throw new AssertionError(type + "?" + criterion.name() + "=" + criterion.value(), refusal);
        }
    }

    /// Some patients, and everything in their compartments.
    Policy patients() {
        var some = world.of("Patient").stream()
                .filter(_ -> random.nextInt(3) == 0)
                .map(Known::id)
                .collect(Collectors.joining(","));
        var criteria = new HashMap<String, List<Parameter>>();
        criteria.put("Patient", List.of(new Parameter("_id", some)));
        for (var type : types()) {
            var codes =
                    Definitions.r4().patientCompartment(ResourceType.of(type).orElseThrow());
            if (!codes.isEmpty() && !type.equals("Patient")) {
                criteria.put(
                        type,
                        codes.stream()
                                .filter(code -> force.find(type, code).isPresent())
                                .map(code -> new Parameter(code + ":Patient", some))
                                .toList());
            }
        }
        return policy(criteria);
    }

    private List<String> types() {
        return world.all().stream().map(Known::type).distinct().sorted().toList();
    }

    /// Any criteria without a chain; some types open, some closed.
    Policy criteria() {
        var official = new OfficialParameters();
        var questions = new Questions(official, force, world);
        var criteria = new HashMap<String, List<Parameter>>();
        for (var type : types()) {
            var any = new ArrayList<Parameter>();
            int count = random.nextInt(4);
            while (any.size() < count) {
                var made = questions.plain(random, Questions.one(random, world.of(type)));
                if (!made.name().matches(".*:(contains|in|not-in|above|below)")) {
                    any.add(made);
                }
            }
            if (count > 0 || random.nextInt(4) == 0) {
                criteria.put(type, any);
            }
        }
        return policy(criteria);
    }
}
