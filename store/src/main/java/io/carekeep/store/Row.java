package io.carekeep.store;

import io.carekeep.vault.Sealer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/// One row of `store.current` or `store.version`, its body sealed.
/// @param present the bits of the parameters that have a value
/// @param index sorted, without repeats
/// @param ranges as PostgreSQL writes an `int8multirange`
public record Row(
        long home,
        long number,
        long at,
        long present,
        int version,
        Change change,
        long[] index,
        String ranges,
        byte[] body) {

    /// Everything but the body: what the seal covers beside it.
    byte[] associated() {
        return associated(home, number, at, present, version, change, index, ranges);
    }

    static byte[] associated(
            long home, long number, long at, long present, int version, Change change, long[] index, String ranges) {
        var text = ranges.getBytes(StandardCharsets.US_ASCII);
        var buffer = ByteBuffer.allocate(4 * Long.BYTES + 3 * Integer.BYTES + index.length * Long.BYTES + text.length);
        buffer.putLong(home).putLong(number).putLong(at).putLong(present);
        buffer.putInt(version).putInt(change.number()).putInt(index.length);
        for (long value : index) {
            buffer.putLong(value);
        }
        return buffer.put(text).array();
    }

    /// What the audit log remembers of it.
    public byte[] digest() {
        return Sealer.digest(body);
    }

    /// The patients in whose compartments it is, its home's among them: their numbers. Empty for what is nobody's.
    public Set<Long> patients() {
        return patients(home, index);
    }

    static Set<Long> patients(long home, long[] index) {
        var patients = new TreeSet<Long>();
        if (HomeRule.isPatient(home)) {
            patients.add(home);
        }
        for (long value : index) {
            long patient = Numbering.number(value);
            if (Numbering.isCompartment(value) && HomeRule.isPatient(patient)) {
                patients.add(patient);
            }
        }
        return patients;
    }

    @Override
    public String toString() {
        return "row of " + number + " version " + version;
    }
}
