package io.carekeep.store.oracle;

import ca.uhn.fhir.context.FhirContext;
import io.carekeep.access.Action;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import io.carekeep.store.write.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.hl7.fhir.r4.model.Resource;

/// A store full of invented records, and what it should hold.
final class Corpus {

    private static final Map<String, Integer> SIZES = sizes();

    private final TestStore store;
    private final Random random;
    private final Invention invention;
    private final Map<String, Known> records = new LinkedHashMap<>();
    private final List<Past> past = new ArrayList<>();

    private final int share;

    Corpus(TestStore store, Random random) {
        this(store, random, 1);
    }

    /// A smaller one.
    /// @param share one in how many of each type
    Corpus(TestStore store, Random random, int share) {
        this.share = share;
        this.store = store;
        this.random = random;
        this.invention = new Invention(random);
    }

    // In an order in which later ones can refer to earlier ones.
    private static Map<String, Integer> sizes() {
        var sizes = new LinkedHashMap<String, Integer>();
        sizes.put("Organization", 10);
        sizes.put("Practitioner", 15);
        sizes.put("Location", 30);
        sizes.put("Patient", 40);
        sizes.put("ValueSet", 15);
        sizes.put("CodeSystem", 5);
        sizes.put("Group", 10);
        sizes.put("Encounter", 40);
        sizes.put("DocumentReference", 20);
        sizes.put("Observation", 80);
        sizes.put("Condition", 40);
        sizes.put("MedicationRequest", 25);
        sizes.put("Procedure", 25);
        sizes.put("DiagnosticReport", 25);
        sizes.put("ServiceRequest", 25);
        sizes.put("Appointment", 20);
        sizes.put("Composition", 20);
        sizes.put("List", 12);
        sizes.put("RiskAssessment", 20);
        return sizes;
    }

    World filled() {
        made();
        change();
        return new World(records.values());
    }

    /// Every record is in its first version.
    World made() {
        SIZES.forEach((type, size) -> {
            for (int each = 0; each < size; each += share) {
                add(type, each);
            }
        });
        return new World(records.values());
    }

    // Some ids are made by the server and some are chosen.
    private void add(String type, int at) {
        store.clock.pass(Duration.ofMillis(400 + random.nextInt(1_000)));
        var resource = invention.resource(type);
        try {
            add(type, at, resource);
        } catch (Refused refusal) {
            throw new AssertionError(refusal.problem() + " in " + JsonWriter.text(resource), refusal);
        }
    }

    private void add(String type, int at, Map<String, Object> resource) {
        if (random.nextBoolean()) {
            var version = store.create(JsonWriter.text(resource));
            invention.exists(type, version.id());
            keep(version);
        } else {
            put(type, type.toLowerCase(java.util.Locale.ROOT) + "-" + at, resource);
        }
    }

    private void put(String type, String id, Map<String, Object> resource) {
        resource.put("id", id);
        var key = TestStore.key(type + "/" + id);
        var doc = store.parse(JsonWriter.text(resource));
        var written = store.write(
                Action.update(ResourceType.of(type).orElseThrow()),
                permit -> store.writer.update(permit, key, doc, OptionalInt.empty()));
        invention.exists(type, id);
        switch (written) {
            case Written.Created(var version) -> keep(version);
            case Written.Updated(var version) -> keep(version);
            case Written.Existing _, Written.Removed _ -> throw new AssertionError("an update writes");
        }
    }

    private void keep(Version version) {
        var type = version.type().name();
        var resource = (Resource) FhirContext.forR4Cached().newJsonParser().parseResource(TestStore.json(version));
        var known = new Known(type, version.id(), version.number(), version.at().toEpochMilli(), resource);
        records.put(known.address(), known);
        past.add(new Past(type, known.id(), known.number(), version.version(), known.at(), known));
    }

    /// Every version that there was, in the order in which they were written.
    List<Past> past() {
        return past;
    }

    /// Changes some more, and brings some back, so that many have a past.
    World changed(int rounds) {
        for (int round = 0; round < rounds; round++) {
            change();
            past.stream().map(Past::address).distinct().toList().forEach(this::revive);
        }
        return new World(records.values());
    }

    private void revive(String address) {
        if (!records.containsKey(address) && random.nextInt(3) == 0) {
            var words = address.split("/");
            store.clock.pass(Duration.ofMillis(300));
            put(words[0], words[1], invention.resource(words[0]));
        }
    }

    // Some are written again with other values, some go.
    private void change() {
        List<Known> before = new ArrayList<>(records.values());
        for (var known : before) {
            int fate = random.nextInt(12);
            store.clock.pass(Duration.ofMillis(300));
            if (fate == 0) {
                put(known.type(), known.id(), invention.resource(known.type()));
            } else if (fate == 1) {
                delete(known);
            }
        }
    }

    private void delete(Known known) {
        store.delete(known.address());
        records.remove(known.address());
        var last = past.stream()
                .filter(each -> each.number() == known.number())
                .toList()
                .getLast();
        long at = store.clock.instant().toEpochMilli();
        past.add(new Past(known.type(), known.id(), known.number(), last.version() + 1, at, null));
    }
}
