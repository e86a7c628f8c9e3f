package io.carekeep.server.alarm;

import io.carekeep.alarm.Evidence;
import io.carekeep.alarm.Finding;
import io.carekeep.alarm.Kind;
import io.carekeep.alarm.Probe;
import io.carekeep.alarm.Subject;
import io.carekeep.store.upkeep.Flaw;
import io.carekeep.store.upkeep.Recheck;
import java.util.List;

/// Looks again whether the rows of a record are as they were written. A flaw is mended by a restore, not by itself.
final class RowProbe implements Probe {

    static final Kind KIND = new Kind("record-altered");

    private final Recheck recheck;

    RowProbe(Recheck recheck) {
        this.recheck = recheck;
    }

    /// Which flaw it was, and how many there are.
    static Evidence evidence(List<Flaw> flaws) {
        var first = flaws.getFirst();
        return Evidence.NONE
                .with("flaws", flaws.size())
                .with("first", first.kind())
                .with("version", first.version());
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public Finding run(Subject subject) {
        var flaws = recheck.of(subject.number());
        return flaws.isEmpty() ? new Finding.Passed() : new Finding.Failed(evidence(flaws));
    }
}
