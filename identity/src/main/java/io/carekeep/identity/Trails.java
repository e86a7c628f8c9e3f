package io.carekeep.identity;

import io.carekeep.access.Permit;
import java.nio.ByteBuffer;

/// What the audit log remembers of a changed account: its number and what it could do afterwards.
final class Trails {

    // The trail has room for a digest of 16 bytes; what an account can do fits in there as it is.
    private static final int BYTES = 16;

    private Trails() {}

    static void changed(Permit permit, Account account) {
        permit.trail().changed(account.number(), 0, after(account));
    }

    /// Four bytes each: the kind, the groups as a set of bits, the state, zero.
    static byte[] after(Account account) {
        int groups = account.groups().stream()
                .mapToInt(group -> 1 << AccountColumns.number(group))
                .sum();
        return ByteBuffer.allocate(BYTES)
                .putInt(AccountColumns.number(account.kind()))
                .putInt(groups)
                .putInt(number(account.state()))
                .array();
    }

    // Stored: add, never change.
    private static int number(Account.State state) {
        return switch (state) {
            case INVITED -> 1;
            case ACTIVE -> 2;
            case SUSPENDED -> 3;
            case ENDED -> 4;
        };
    }
}
