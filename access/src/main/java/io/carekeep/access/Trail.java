package io.carekeep.access;

import java.io.ByteArrayOutputStream;

/// What a request returned and changed, for its audit entry: numbers, versions and digests, no record.
///
/// The form: lines of a byte (1 returned, 2 changed), the number and the version as base-128 numbers, and for a change
/// the digest of the sealed row, 16 bytes. Numbers are written as the difference to the one before.
public final class Trail {

    private static final int RETURNED = 1;
    private static final int CHANGED = 2;

    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private long before;

    /// A version that the caller gets to see.
    public synchronized void returned(long number, long version) {
        line(RETURNED, number, version);
    }

    /// A version that the caller made.
    /// @param digest of its sealed body
    public synchronized void changed(long number, long version, byte[] digest) {
        line(CHANGED, number, version);
        lines.writeBytes(digest);
    }

    private void line(int what, long number, long version) {
        lines.write(what);
        long difference = number - before;
        variable(difference << 1 ^ difference >> 63);
        variable(version);
        before = number;
    }

    private void variable(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            lines.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        lines.write((int) rest);
    }

    synchronized byte[] bytes() {
        return lines.toByteArray();
    }
}
