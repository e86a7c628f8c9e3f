package io.carekeep.access.budget;

import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.springframework.dao.DataAccessException;

/// Canary patients: nobody has a reason to see them, so who does is shut out. A canary that is named counts within a
/// second in every process.
public final class Canaries {

    /// How many there may be.
    public static final int MOST = 1_000;

    private static final long BELIEVED = 1_000_000_000;
    private static final int DIGEST = 16;

    private record Known(long last, Set<Long> patients, long looked) {}

    private final CanaryShelf beside;
    private final CanaryShelf within;
    private final Clock clock;
    private final LongSupplier nanos;
    private volatile Known known;

    /// @param beside outside of any request's transaction
    /// @param within the request's transaction
    /// @param nanos a clock that only goes forward
    public Canaries(CanaryShelf beside, CanaryShelf within, Clock clock, LongSupplier nanos) {
        this.beside = beside;
        this.within = within;
        this.clock = clock;
        this.nanos = nanos;
        this.known = looked(new Known(-1, Set.of(), 0));
    }

    private Known looked(Known before) {
        long now = nanos.getAsLong();
        long last = beside.last();
        return new Known(
                last,
                last == before.last()
                        ? before.patients()
                        : beside.all().stream()
                                .map(CanaryShelf.Canary::patient)
                                .collect(Collectors.toUnmodifiableSet()),
                now);
    }

    /// Whether a canary is among these patients.
    boolean areAmong(Set<Long> patients) {
        return !Collections.disjoint(current().patients(), patients);
    }

    private Known current() {
        if (nanos.getAsLong() - known.looked() < BELIEVED) {
            return known;
        }
        synchronized (this) {
            if (nanos.getAsLong() - known.looked() >= BELIEVED) {
                try {
                    known = looked(known);
                } catch (DataAccessException failure) {
                    throw new Refused(new Problem.Unavailable("who may be seen can't be known at present: try again"));
                }
            }
            return known;
        }
    }

    /// Those that are named.
    public List<CanaryShelf.Canary> all(Permit permit) {
        Check.that(permit.action().interaction() == Interaction.MANAGE_BUDGETS, "a permit to manage budgets");
        var all = within.all();
        all.forEach(each -> permit.trail().returned(each.patient(), 0));
        return all;
    }

    /// Names a patient.
    public void add(Permit permit, long patient, String address) {
        var all = all(permit);
        if (all.stream().anyMatch(each -> each.patient() == patient)) {
            return;
        }
        if (all.size() >= MOST) {
            throw new Refused(new Problem.TooCostly("canaries", MOST));
        }
        within.add(canary(permit, patient, address));
        note(permit, patient, 1);
    }

    /// Takes a name back.
    public void remove(Permit permit, long patient, String address) {
        if (all(permit).stream().noneMatch(each -> each.patient() == patient)) {
            throw new Refused(new Problem.Missing("canary"));
        }
        within.remove(canary(permit, patient, address));
        note(permit, patient, 2);
    }

    private CanaryShelf.Canary canary(Permit permit, long patient, String address) {
        return new CanaryShelf.Canary(
                patient, address, clock.millis(), permit.caller().account());
    }

    private static void note(Permit permit, long patient, int what) {
        permit.trail()
                .changed(patient, 0, ByteBuffer.allocate(DIGEST).putInt(what).array());
    }
}
