package io.carekeep.server.alarm;

import io.carekeep.alarm.Evidence;
import io.carekeep.alarm.Finding;
import io.carekeep.alarm.Kind;
import io.carekeep.alarm.Probe;
import io.carekeep.alarm.Subject;
import io.carekeep.audit.numbering.Backlog;
import java.time.Duration;

/// Looks whether audit entries get their numbers. Until then a superuser could take them away unnoticed.
final class NumberingProbe implements Probe {

    static final Kind KIND = new Kind("audit-unnumbered");

    private static final Duration MOST = Duration.ofSeconds(15);

    private final Backlog backlog;

    NumberingProbe(Backlog backlog) {
        this.backlog = backlog;
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public Finding run(Subject subject) {
        long stuck = backlog.stuck(MOST);
        return stuck == 0 ? new Finding.Passed() : new Finding.Failed(Evidence.NONE.with("entries", stuck));
    }
}
