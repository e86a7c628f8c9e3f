package io.carekeep.store.upkeep;

import io.carekeep.access.Trail;
import io.carekeep.access.Trails;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// What the audit log says of some resources: the newest version of each, and what was erased.
final class Ledger {

    /// @param step of the index for which it was sealed last; 0 as it was written
    /// @param digest the first 64 bits of the sealed body's
    record Newest(int version, int step, long digest) {

        private Newest newer(Newest other) {
            boolean mine = version == other.version ? step >= other.step : version > other.version;
            return mine ? this : other;
        }
    }

    private record Gone(long number, int version) {}

    private final Map<Long, Newest> newest = new HashMap<>();
    private final Set<Gone> erased = new HashSet<>();
    private long damaged;

    private Ledger() {}

    /// Reads the whole log, inside a transaction.
    /// @param wanted numbers of the resources
    static Ledger read(Trails trails, LongPredicate wanted) {
        var ledger = new Ledger();
        ledger.damaged = trails.changes(0, Long.MAX_VALUE, line -> ledger.take(line, wanted))
                .damaged();
        return ledger;
    }

    private void take(Trail.Line line, LongPredicate wanted) {
        if (!wanted.test(line.number())) {
            return;
        }
        switch (line) {
            case Trail.Line.Changed(var number, var version, var digest) ->
                newest.merge(number, new Newest(version, 0, first(digest)), Newest::newer);
            case Trail.Line.Resealed(var number, var version, var step, var digest) ->
                newest.merge(number, new Newest(version, step, first(digest)), Newest::newer);
            case Trail.Line.Erased(var number, var version) -> erased.add(new Gone(number, version));
            case Trail.Line.Returned _ -> {
                // reading changes nothing
            }
        }
    }

    static long first(byte[] digest) {
        return ByteBuffer.wrap(digest).getLong();
    }

    /// The newest version of a resource, or null when the log doesn't know it.
    @Nullable
    Newest newest(long number) {
        return newest.get(number);
    }

    boolean erased(long number, int version) {
        return erased.contains(new Gone(number, version));
    }

    /// The resources that have a newest version which wasn't erased.
    Set<Long> living() {
        var living = new HashSet<Long>();
        newest.forEach((number, each) -> {
            if (!erased(number, each.version())) {
                living.add(number);
            }
        });
        return living;
    }

    long damaged() {
        return damaged;
    }
}
