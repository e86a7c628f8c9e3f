package io.carekeep.access.budget;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which patients are written down for this hour already, as far as this process knows. It saves statements and decides
/// nothing.
final class Recent {

    private static final int ACCOUNTS_MAX = 10_000;
    private static final int PATIENTS_MAX = 5_000;
    private static final long HOUR = 3_600_000;

    private record Slot(long hour, Set<Long> patients, boolean full) {

        static Slot of(long hour, boolean full) {
            return new Slot(hour, ConcurrentHashMap.newKeySet(), full);
        }
    }

    private final ConcurrentHashMap<Long, Slot> slots = new ConcurrentHashMap<>();

    boolean knows(long account, long now, Set<Long> patients) {
        var slot = slots.get(account);
        return slot != null
                && slot.hour() == now / HOUR
                && (slot.full() || slot.patients().containsAll(patients));
    }

    void add(long account, long now, Set<Long> patients) {
        var slot = slot(account, now);
        if (slot.patients().size() > PATIENTS_MAX) {
            slot.patients().clear();
        }
        slot.patients().addAll(patients);
    }

    /// Of this account nobody need be written down any more in this hour.
    void fill(long account, long now) {
        slots.put(account, Slot.of(now / HOUR, true));
    }

    private Slot slot(long account, long now) {
        if (slots.size() > ACCOUNTS_MAX) {
            slots.clear();
        }
        long hour = now / HOUR;
        return slots.compute(
                account, (_, before) -> before == null || before.hour() != hour ? Slot.of(hour, false) : before);
    }
}
