package io.carekeep.store.oracle;

import io.carekeep.access.Grant;
import io.carekeep.access.Restriction;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.mask.ElementPath;
import io.carekeep.fhir.mask.Mask;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.store.TestStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/// Invents policies: which records of each type a caller may see, in the language of searches.
final class Policies {

    /// What closes records beside criteria.
    interface Closing {
        /// @param by the criterion that would open it
        boolean closes(Known record, Parameter by);
    }

    /// A policy. A record is open when one of its type's criteria holds; a type without criteria is open.
    record Policy(
            BruteForce force,
            World world,
            Map<String, List<Parameter>> criteria,
            Map<Parameter, List<String>> hidden,
            Map<ResourceType, Restriction> restrictions,
            Closing closing) {

        Policy(
                BruteForce force,
                World world,
                Map<String, List<Parameter>> criteria,
                Map<Parameter, List<String>> hidden,
                Map<ResourceType, Restriction> restrictions) {
            this(force, world, criteria, hidden, restrictions, (_, _) -> false);
        }

        @Override
        public String toString() {
            return criteria.entrySet().stream()
                    .map(each -> each.getKey() + "?"
                            + each.getValue().stream()
                                    .map(any -> any.name() + "=" + any.value() + " without "
                                            + hidden.getOrDefault(any, List.of()))
                                    .collect(Collectors.joining(" or ")))
                    .collect(Collectors.joining("; "));
        }

        boolean opens(Known record) {
            var any = criteria.get(record.type());
            return any == null || any.stream().anyMatch(each -> opens(record, each));
        }

        private boolean opens(Known record, Parameter by) {
            return force.matches(world, record, by.name(), by.value()) && !closing.closes(record, by);
        }

        /// What there is for the caller: what is open, without what is hidden by all the criteria that open it.
        World seen() {
            return world.only(this::opens).with(this::projected);
        }

        /// Whether nothing of a type is closed.
        boolean opensAll(String type) {
            return !criteria.containsKey(type);
        }

        /// Whether something is hidden of records of a type.
        boolean isMasked(String type) {
            var restriction = restrictions.get(ResourceType.of(type).orElseThrow());
            return restriction != null && !restriction.grants().isEmpty();
        }

        /// An older version without what any of its type's criteria hides.
        Known pastProjected(Known record) {
            var all = criteria.getOrDefault(record.type(), List.of()).stream()
                    .flatMap(each -> hidden.getOrDefault(each, List.of()).stream())
                    .toList();
            return Projection.of(record, all);
        }

        /// Whether the index alone decides what is open of a type.
        boolean isExact(String type) {
            var restriction = restrictions.get(ResourceType.of(type).orElseThrow());
            return restriction == null || exact(restriction.predicate());
        }

        private static boolean exact(Predicate predicate) {
            return switch (predicate) {
                case Predicate.All(var parts) -> parts.stream().allMatch(Policy::exact);
                case Predicate.Any(var parts) -> parts.stream().allMatch(Policy::exact);
                case Predicate.Not(var part) -> exact(part);
                case Predicate.Policed(var part) -> exact(part);
                case Predicate.Checked _, Predicate.Link _, Predicate.Defined _ -> false;
                case Predicate.Own _ -> true;
            };
        }

        /// A record without what is hidden by all the criteria that open it.
        Known projected(Known record) {
            var opening = criteria.getOrDefault(record.type(), List.of()).stream()
                    .filter(each -> opens(record, each))
                    .map(each -> hidden.getOrDefault(each, List.of()))
                    .toList();
            var gone = opening.stream()
                    .flatMap(List::stream)
                    .filter(path ->
                            opening.stream().allMatch(some -> some.stream().anyMatch(each -> covers(each, path))))
                    .toList();
            return Projection.of(record, gone);
        }

        private static boolean covers(String path, String other) {
            return other.equals(path) || other.startsWith(path + ".");
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
        return policy(criteria, Map.of());
    }

    private Policy policy(Map<String, List<Parameter>> criteria, Map<Parameter, List<String>> hidden) {
        var restrictions = new HashMap<ResourceType, Restriction>();
        criteria.forEach((name, any) -> {
            var type = ResourceType.of(name).orElseThrow();
            var parts = any.stream().map(each -> predicate(type, each)).toList();
            var grants = new ArrayList<Grant>();
            for (int at = 0; at < any.size(); at++) {
                var paths = hidden.getOrDefault(any.get(at), List.of());
                grants.add(new Grant(
                        parts.get(at),
                        Mask.of(paths.stream().map(ElementPath::parse).toList())));
            }
            var all = new Predicate.Any(parts);
            boolean masked = grants.stream().anyMatch(each -> !each.mask().isNone());
            restrictions.put(type, masked ? Restriction.Masked.of(all, grants) : new Restriction.Matching(all));
        });
        return new Policy(force, world, criteria, hidden, restrictions);
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

    /// Criteria that each hide some elements of what they open.
    Policy masks() {
        return masks(criteria());
    }

    /// The same, of criteria that the index decides: only then there is a history of all types.
    Policy exactMasks() {
        var all = criteria();
        var exact = new HashMap<>(all.criteria());
        exact.keySet().removeIf(type -> !all.isExact(type));
        return masks(policy(exact));
    }

    /// The same, with masks of types only of which all that is left is like this.
    Policy masksOf(java.util.function.Predicate<Known> whole) {
        var all = masks();
        var kept = new IdentityHashMap<Parameter, List<String>>();
        all.hidden().forEach(kept::put);
        all.seen().all().stream()
                .filter(whole.negate())
                .map(Known::type)
                .distinct()
                .forEach(type -> all.criteria().getOrDefault(type, List.of()).forEach(kept::remove));
        return policy(all.criteria(), kept);
    }

    private Policy masks(Policy open) {
        var criteria = new HashMap<>(open.criteria());
        for (var type : types()) {
            if (!criteria.containsKey(type) && random.nextInt(3) > 0) {
                criteria.put(type, List.of(new Parameter("_lastUpdated", "gt1990")));
            }
        }
        var hidden = new IdentityHashMap<Parameter, List<String>>();
        criteria.forEach((type, any) -> any.forEach(each -> hidden.put(each, paths(type))));
        return policy(criteria, hidden);
    }

    // What a value set without a part of it means, only the store can say.
    private List<String> paths(String type) {
        var paths = new ArrayList<String>();
        if (Set.of("ValueSet", "CodeSystem").contains(type)) {
            return paths;
        }
        for (int left = random.nextInt(4); left > 0; left--) {
            Projection.path(random, Questions.one(random, world.of(type))).ifPresent(paths::add);
        }
        return paths;
    }
}
