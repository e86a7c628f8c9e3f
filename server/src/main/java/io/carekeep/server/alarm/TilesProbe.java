package io.carekeep.server.alarm;

import io.carekeep.alarm.Evidence;
import io.carekeep.alarm.Finding;
import io.carekeep.alarm.Kind;
import io.carekeep.alarm.Probe;
import io.carekeep.alarm.Subject;
import io.carekeep.audit.numbering.Numbering;
import java.time.Duration;

/// Looks whether the audit log's tiles reach the places outside, and whether what lies there is this log.
final class TilesProbe implements Probe {

    static final Kind KIND = new Kind("audit-tiles");

    private static final Duration MOST = Duration.ofSeconds(60);

    private final Numbering numbering;

    TilesProbe(Numbering numbering) {
        this.numbering = numbering;
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public Finding run(Subject subject) {
        return numbering
                .trouble(MOST)
                .<Finding>map(why -> new Finding.Failed(Evidence.NONE.with("why", why)))
                .orElseGet(Finding.Passed::new);
    }
}
