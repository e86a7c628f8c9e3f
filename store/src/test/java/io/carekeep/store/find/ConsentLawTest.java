package io.carekeep.store.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Caller;
import io.carekeep.access.Purpose;
import io.carekeep.testkit.Safeguard;
import io.carekeep.testkit.Trials;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is seen under random consents, with provisions in provisions, is what they say when they are read one by one.
@Safeguard({"164.522(a)(1)", "164.312(a)(1)"})
final class ConsentLawTest {

    private static final int TRIALS = Integer.getInteger("trials", 60);
    private static final int CALLERS = 4;
    private static final List<String> ACTORS = List.of("Practitioner/dr", "Practitioner/other", "Organization/clinic");
    private static final List<String> TYPES = List.of("Patient", "Observation", "Condition");
    private static final List<String> LABELS = List.of("urn:example:labels|ETH", "urn:example:labels|NOTES");
    private static final Provision.Words WORDS = new Provision.Words(ACTORS, TYPES, LABELS);

    private record Thing(String type, String id, boolean labelled) {

        boolean has(String label) {
            return labelled && label.equals(LABELS.getFirst());
        }
    }

    // The records of the patient whose consents these are.
    private static final List<Thing> THINGS = List.of(
            new Thing("Patient", "a", false),
            new Thing("Observation", "of-a", false),
            new Thing("Condition", "plain", false),
            new Thing("Condition", "use", true));

    private static List<String> expected(
            List<Provision> consents, String type, Caller caller, @Nullable String stated) {
        var seen = new ArrayList<String>();
        for (var thing : THINGS) {
            boolean open = !thing.labelled()
                    || consents.stream().anyMatch(each -> each.opens(thing.type(), thing::has, caller, stated));
            boolean closed = consents.stream().anyMatch(each -> each.closes(thing.type(), thing::has, caller, stated));
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
                var consents = List.of(Provision.any(random, WORDS, 2), Provision.any(random, WORDS, 1));
                for (int at = 0; at < consents.size(); at++) {
                    store.consent("c" + at, consents.get(at).json());
                }
                for (int each = 0; each < CALLERS; each++) {
                    var user = ACTORS.stream().filter(_ -> random.nextBoolean()).toArray(String[]::new);
                    var stated = random.nextInt(3) == 0 ? null : Provision.PURPOSES.get(random.nextInt(2));
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
