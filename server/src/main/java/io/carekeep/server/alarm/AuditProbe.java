package io.carekeep.server.alarm;

import io.carekeep.access.Trails;
import io.carekeep.alarm.Evidence;
import io.carekeep.alarm.Finding;
import io.carekeep.alarm.Kind;
import io.carekeep.alarm.Probe;
import io.carekeep.alarm.Subject;
import java.util.Objects;
import org.springframework.transaction.support.TransactionTemplate;

/// Reads again what the audit log says of changed records, and whether every entry opens.
final class AuditProbe implements Probe {

    static final Kind KIND = new Kind("audit-altered");

    private final Trails trails;
    private final TransactionTemplate reading;

    AuditProbe(Trails trails, TransactionTemplate reading) {
        this.trails = trails;
        this.reading = reading;
    }

    static Evidence evidence(long damaged) {
        return Evidence.NONE.with("entries", damaged);
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public Finding run(Subject subject) {
        var read = Objects.requireNonNull(reading.execute(_ -> trails.changes(0, Long.MAX_VALUE, _ -> {})));
        return read.damaged() == 0 ? new Finding.Passed() : new Finding.Failed(evidence(read.damaged()));
    }
}
