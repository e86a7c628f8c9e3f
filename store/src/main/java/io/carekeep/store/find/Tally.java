package io.carekeep.store.find;

import io.carekeep.fhir.ResourceType;
import io.carekeep.store.HomeRule;
import io.carekeep.store.Numbering;
import java.util.BitSet;

/// How many records there are, and of which patients they are. It tells numbers only.
public final class Tally {

    private static final long FIRST = Numbering.first(ResourceType.of("Patient").orElseThrow());

    private final BitSet patients = new BitSet();
    private long records;

    /// @param home in which so many records lie
    void add(long home, long more) {
        records += more;
        if (HomeRule.isPatient(home)) {
            patients.set(Math.toIntExact(home - FIRST));
        }
    }

    /// Adds other records than those that were counted, of patients who may be the same.
    public void add(Tally others) {
        records += others.records;
        patients.or(others.patients);
    }

    public long records() {
        return records;
    }

    public int patients() {
        return patients.cardinality();
    }

    @Override
    public String toString() {
        return records + " records of " + patients() + " patients";
    }
}
