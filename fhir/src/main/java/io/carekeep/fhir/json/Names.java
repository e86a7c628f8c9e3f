package io.carekeep.fhir.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The element names that FHIR knows, numbered from 1, so that code compares small numbers instead of text.
///
/// The table is fixed when it is made: names that clients invent get [#UNKNOWN] and can't fill the memory.
public final class Names {

    /// The number of a name that is not in the table.
    public static final int UNKNOWN = 0;

    /// A table that knows no name.
    public static final Names NONE = new Names(List.of());

    private final byte[][] names;
    private final int[] slots;
    private final int mask;

    /// @param names distinct names; the first gets number 1
    public Names(List<String> names) {
        this.names = new byte[names.size() + 1][];
        this.names[UNKNOWN] = new byte[0];
        this.mask = Math.max(16, Integer.highestOneBit(names.size() * 4 + 1) * 2) - 1;
        this.slots = new int[mask + 1];
        for (int number = 1; number <= names.size(); number++) {
            put(number, names.get(number - 1).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void put(int number, byte[] name) {
        names[number] = name;
        int slot = hash(name, 0, name.length) & mask;
        while (slots[slot] != UNKNOWN) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = number;
    }

    /// The number of the name written in these bytes, or [#UNKNOWN].
    public int number(byte[] bytes, int from, int to) {
        int slot = hash(bytes, from, to) & mask;
        while (true) {
            int number = slots[slot];
            if (number == UNKNOWN) {
                return UNKNOWN;
            }
            if (equal(names[number], bytes, from, to)) {
                return number;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The number of a name, or [#UNKNOWN].
    public int number(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        return number(bytes, 0, bytes.length);
    }

    /// The name with a number, or null when there is none.
    public @Nullable String text(int number) {
        return number <= UNKNOWN || number >= names.length ? null : new String(names[number], StandardCharsets.UTF_8);
    }

    /// How many numbers there are; the highest is one less.
    public int size() {
        return names.length;
    }

    private static boolean equal(byte[] name, byte[] bytes, int from, int to) {
        if (name.length != to - from) {
            return false;
        }
        for (int at = 0; at < name.length; at++) {
            if (name[at] != bytes[from + at]) {
                return false;
            }
        }
        return true;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = to - from;
        for (int at = from; at < to; at++) {
            hash = hash * 31 + bytes[at];
        }
        return hash ^ (hash >>> 15);
    }
}
