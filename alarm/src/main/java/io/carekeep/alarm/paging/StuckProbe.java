package io.carekeep.alarm.paging;

import io.carekeep.alarm.Evidence;
import io.carekeep.alarm.Finding;
import io.carekeep.alarm.Kind;
import io.carekeep.alarm.Outbox;
import io.carekeep.alarm.Probe;
import io.carekeep.alarm.Subject;

/// Looks whether pages could not be delivered for a while.
public final class StuckProbe implements Probe {

    private final Outbox outbox;

    public StuckProbe(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public Kind kind() {
        return Kind.PAGES_STUCK;
    }

    @Override
    public Finding run(Subject subject) {
        long stuck = outbox.stuck();
        return stuck == 0 ? new Finding.Passed() : new Finding.Failed(Evidence.NONE.with("pages", stuck));
    }
}
