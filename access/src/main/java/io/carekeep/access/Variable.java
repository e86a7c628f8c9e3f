package io.carekeep.access;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;

/// Numbers in as few bytes as they need: seven bits each, the lowest first, the top bit says that more follow.
final class Variable {

    private Variable() {}

    static void write(ByteArrayOutputStream to, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            to.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        to.write((int) rest);
    }

    static long read(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = from.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /// A number of either sign, of which small ones are short.
    static void writeSigned(ByteArrayOutputStream to, long value) {
        write(to, value << 1 ^ value >> 63);
    }

    static long readSigned(ByteBuffer from) {
        long zigzag = read(from);
        return zigzag >>> 1 ^ -(zigzag & 1);
    }

    /// Numbers in order, each as its difference to the one before.
    static byte[] sorted(Set<Long> numbers) {
        var bytes = new ByteArrayOutputStream();
        long before = 0;
        for (long each : new TreeSet<>(numbers)) {
            writeSigned(bytes, each - before);
            before = each;
        }
        return bytes.toByteArray();
    }

    static Set<Long> sorted(ByteBuffer from) {
        var numbers = new TreeSet<Long>();
        long before = 0;
        while (from.hasRemaining()) {
            before += readSigned(from);
            numbers.add(before);
        }
        return numbers;
    }
}
