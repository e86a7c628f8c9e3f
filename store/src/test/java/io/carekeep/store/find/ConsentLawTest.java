package io.carekeep.store.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Caller;
import io.carekeep.access.Purpose;
import io.carekeep.testkit.Safeguard;
import io.carekeep.testkit.Trials;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is seen under random consents, with provisions in provisions, is what they say when they are read one by one.
@Safeguard({"164.522(a)(1)", "164.312(a)(1)"})
final class ConsentLawTest {

    private static final int TRIALS = Integer.getInteger("trials", 60);
    private static final int CALLERS = 4;
    private static final List<String> ACTORS = List.of("Practitioner/dr", "Practitioner/other", "Organization/clinic");
    private static final List<String> TYPES = List.of("Patient", "Observation", "Condition");
    private static final List<String> PURPOSES = List.of("TREAT", "HRESCH");
    private static final List<String> LABELS = List.of("ETH", "NOTES");

    private record Thing(String type, String id, boolean labelled) {}

    // The records of the patient whose consents these are.
    private static final List<Thing> THINGS = List.of(
            new Thing("Patient", "a", false),
            new Thing("Observation", "of-a", false),
            new Thing("Condition", "plain", false),
            new Thing("Condition", "use", true));

    private record Provision(
            String type,
            Set<String> actors,
            @Nullable String kind,
            @Nullable String purpose,
            @Nullable String label,
            boolean ended,
            List<Provision> inner) {

        static Provision any(Random random, int depth) {
            var inner = new ArrayList<Provision>();
            while (depth > 0 && random.nextInt(5) < 3 && inner.size() < 2) {
                inner.add(any(random, depth - 1));
            }
            var actors = new HashSet<String>();
            ACTORS.stream().filter(_ -> random.nextInt(3) == 0).forEach(actors::add);
            var type = depth == 2 && random.nextInt(4) == 0 ? "" : random.nextBoolean() ? "deny" : "permit";
            return new Provision(
                    type,
                    actors,
                    random.nextInt(3) == 0 ? TYPES.get(random.nextInt(3)) : null,
                    random.nextInt(4) == 0 ? PURPOSES.get(random.nextInt(2)) : null,
                    random.nextInt(2) == 0 ? LABELS.get(random.nextInt(4) / 3) : null,
                    random.nextInt(12) == 0,
                    inner);
        }

        String json() {
            var parts = new ArrayList<String>();
            if (!type.isEmpty()) {
                parts.add("'type':'" + type + "'");
            }
            if (!actors.isEmpty()) {
                parts.add(
                        "'actor':" + actors.stream().map(Provision::actor).collect(Collectors.joining(",", "[", "]")));
            }
            if (kind != null) {
                parts.add("'class':[{'system':'http://hl7.org/fhir/resource-types','code':'" + kind + "'}]");
            }
            if (purpose != null) {
                parts.add(ConsentStore.purpose(purpose));
            }
            if (label != null) {
                parts.add(ConsentStore.label(label));
            }
            if (ended) {
                parts.add("'period':{'end':'2026-04-30'}");
            }
            if (!inner.isEmpty()) {
                var all = inner.stream().map(each -> "{" + each.json() + "}").collect(Collectors.joining(","));
                parts.add("'provision':[" + all + "]");
            }
            return String.join(",", parts);
        }

        private static String actor(String reference) {
            var one = ConsentStore.actor(reference);
            return one.substring(one.indexOf('{'), one.length() - 1);
        }

        boolean about(Thing thing) {
            boolean held = label == null || label.equals("ETH") && thing.labelled();
            return !ended && held && (kind == null || kind.equals(thing.type()));
        }

        boolean isFor(@Nullable String stated) {
            return purpose == null || purpose.equals(stated);
        }

        boolean excepts(Thing thing, Caller caller, @Nullable String stated) {
            boolean named = actors.isEmpty() || caller.fhirUser().stream().anyMatch(actors::contains);
            return type.equals("permit") && named && about(thing) && isFor(stated);
        }

        // What it does not say itself, what is around it says.
        Provision within(Provision outer) {
            return new Provision(
                    type,
                    actors.isEmpty() ? outer.actors : actors,
                    kind == null ? outer.kind : kind,
                    purpose == null ? outer.purpose : purpose,
                    label == null ? outer.label : label,
                    ended || outer.ended,
                    inner);
        }
    }

    private static boolean closed(Provision said, Thing thing, Caller caller, @Nullable String stated) {
        boolean named = said.actors().isEmpty() || caller.fhirUser().stream().anyMatch(said.actors()::contains);
        boolean meant = named && said.about(thing) && (stated == null || said.isFor(stated));
        boolean denied = said.type().equals("deny") && meant;
        return denied && said.inner().stream().noneMatch(each -> each.excepts(thing, caller, stated))
                || said.inner().stream().anyMatch(each -> closed(each.within(said), thing, caller, stated));
    }

    // Every provision on the way must mean it, and one of them name the label and one the caller.
    private static boolean opened(List<Provision> way, Thing thing, Caller caller, @Nullable String stated) {
        var last = way.getLast();
        var named = new HashSet<>(caller.fhirUser());
        way.stream().filter(each -> !each.actors().isEmpty()).forEach(each -> named.retainAll(each.actors()));
        boolean opens = last.type().equals("permit")
                && way.stream().allMatch(each -> each.about(thing) && each.isFor(stated))
                && way.stream().map(Provision::label).anyMatch(Objects::nonNull)
                && way.stream().anyMatch(each -> !each.actors().isEmpty())
                && !named.isEmpty();
        return opens
                || last.inner().stream()
                        .anyMatch(each -> opened(
                                Stream.concat(way.stream(), Stream.of(each)).toList(), thing, caller, stated));
    }

    private static List<String> expected(
            List<Provision> consents, String type, Caller caller, @Nullable String stated) {
        var seen = new ArrayList<String>();
        for (var thing : THINGS) {
            boolean open = !thing.labelled()
                    || consents.stream().anyMatch(each -> opened(List.of(each), thing, caller, stated));
            boolean closed = consents.stream().anyMatch(each -> closed(each, thing, caller, stated));
            if (thing.type().equals(type) && open && !closed) {
                seen.add(thing.id());
            }
        }
        return seen;
    }

    @Test
    void random_consents_close_and_open_what_they_say() {
        try (var store = new ConsentStore()) {
            Trials.of(TRIALS, random -> {
                var consents = List.of(Provision.any(random, 2), Provision.any(random, 1));
                for (int at = 0; at < consents.size(); at++) {
                    store.consent("c" + at, consents.get(at).json());
                }
                for (int each = 0; each < CALLERS; each++) {
                    var user = ACTORS.stream().filter(_ -> random.nextBoolean()).toArray(String[]::new);
                    var stated = random.nextInt(3) == 0 ? null : PURPOSES.get(random.nextInt(2));
                    var unstated = ConsentStore.caller(7, "doctor", user);
                    holds(store, consents, stated == null ? unstated : unstated.on(new Purpose(stated)), stated);
                }
            });
        }
    }

    private static void holds(ConsentStore store, List<Provision> consents, Caller caller, @Nullable String stated) {
        for (var type : TYPES) {
            var seen = new ArrayList<>(store.seen(caller, type));
            seen.removeAll(List.of("b", "of-b"));
            assertThat(seen)
                    .as(type + " " + caller + " " + consents)
                    .isEqualTo(expected(consents, type, caller, stated));
        }
    }
}
