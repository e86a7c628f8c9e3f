package io.carekeep.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Decision;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Policy;
import io.carekeep.access.Restriction;
import io.carekeep.access.Trails;
import io.carekeep.fhir.ResourceType;
import io.carekeep.store.TestStore;
import io.carekeep.testkit.People;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// What tests of changing token keys share: records to find, and a change that can be cut off.
final class Changing {

    private Changing() {}

    // Few rows at a time, so that there is much to cut.
    static Reindex reindex(TestStore at) {
        return new Reindex(at.store, at.database.database(), at.parser, at.gate, Pace.FREE, 3);
    }

    static Reindex fast(TestStore at) {
        return new Reindex(at.store, at.database.database(), at.parser, at.gate, Pace.FREE);
    }

    static void announce(TestStore at) {
        at.gate.pass(at.administrator, Action.of(Interaction.MANAGE_KEYS), permit -> {
            reindex(at).rotateTokens(permit);
            return true;
        });
    }

    static void rotate(TestStore at) {
        announce(at);
        reindex(at).run();
    }

    static ScrubReport scrub(TestStore at) {
        return new Scrub(at.store, at.database.database(), at.parser, new Trails(at.log), Pace.FREE, 5).run();
    }

    static String patient(String id, String family) {
        return "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"name\":[{\"family\":\"" + family + "\"}]}";
    }

    static void fill(TestStore at) {
        var amina = at.create(People.amina());
        at.create(People.bruno());
        at.put("Patient/chosen", patient("chosen", "Testlady"));
        at.put("Patient/chosen", patient("chosen", "Testperson"));
        at.create(People.weight("Patient/" + amina.id(), "71.5", "2024-05-01T09:00:00Z"));
        at.create(People.weight("Patient/chosen", "80", "2024-05-01T09:00:00Z"));
        at.create(People.weight("Patient/later", "90", "2024-05-01T09:00:00Z"));
        at.create("{\"resourceType\":\"Practitioner\",\"name\":[{\"family\":\"Testdoctor\"}]}");
        at.put("Patient/deleted", patient("deleted", "Testghost"));
        at.delete("Patient/deleted");
    }

    static void finds(TestStore in) {
        finds(in, "Patient?family=testw", 1);
        finds(in, "Patient?family:exact=Testperson&_summary=count", 0);
        finds(in, "Patient?identifier=urn:example:record|TEST-0002", 1);
        finds(in, "Patient?identifier=TEST-0001", 1);
        finds(in, "Patient?birthdate=1970-01-02", 1);
        finds(in, "Observation?code=29463-7", 3);
        finds(in, "Observation?code=http://loinc.org|", 3);
        finds(in, "Observation?code:text=body", 3);
        finds(in, "Observation?code:not=29463-7", 0);
        finds(in, "Observation?code=http://loinc.org|29463-7&category=vital-signs&date=2024-05-01", 3);
        finds(in, "Observation?patient.family=testperson", 1);
        finds(in, "Observation?patient=Patient/chosen", 1);
        finds(in, "Observation?patient=Patient/later", 1);
        finds(in, "Patient?_has:Observation:patient:code=29463-7", 2);
        finds(in, "Patient?family=testlady,testwoman", 1);
        finds(in, "Practitioner?name:contains=doct", 1);
        finds(in, "Patient?_id=chosen", 1);
    }

    static void finds(TestStore in, String url, int count) {
        assertThat(in.search(url).matches()).as(url).hasSize(count);
    }

    /// Stops when so many batches are done, as a crash would: nothing after is carried out.
    static final class Crash extends RuntimeException {
        Crash() {
            super("the plug is pulled", null, false, false);
        }
    }

    static void cutOff(TestStore at, int batches) {
        var left = new AtomicInteger(batches);
        new Reindex(at.store, at.database.database(), at.parser, at.gate(new Cutting(left)), Pace.FREE, 3).run();
    }

    private record Cutting(AtomicInteger left) implements Policy {

        @Override
        public Set<Group> groups() {
            return Set.of();
        }

        @Override
        public Decision decide(Caller caller, Action action) {
            if (left.getAndDecrement() == 0) {
                throw new Crash();
            }
            return new Decision.Permitted();
        }

        @Override
        public Restriction restriction(Caller caller, Interaction way, ResourceType type) {
            return new Restriction.Everything();
        }
    }
}
