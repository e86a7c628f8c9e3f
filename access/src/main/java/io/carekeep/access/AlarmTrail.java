package io.carekeep.access;

import io.carekeep.alarm.CaseEvent;
import io.carekeep.alarm.Journal;
import io.carekeep.audit.AuditLog;
import io.carekeep.audit.Entry;
import java.nio.ByteBuffer;
import java.util.List;

/// What the audit log remembers of alarms: the number of a case, and which line its history got.
public final class AlarmTrail implements Journal {

    // The trail has room for a digest of 16 bytes; what happened fits in there as it is.
    private static final int BYTES = 16;

    private final AuditLog log;

    /// @param log in whose transaction it is written
    public AlarmTrail(AuditLog log) {
        this.log = log;
    }

    /// What happened by itself is an entry of nobody's.
    @Override
    public void happened(CaseEvent event) {
        var trail = new Trail();
        write(trail, event);
        log.append(List.of(new Entry(
                event.at().toEpochMilli(),
                event.account(),
                Interaction.HANDLE_ALARMS.number(),
                Entry.Outcome.DONE,
                trail.bytes())));
    }

    /// What somebody did is part of their request's entry.
    public static void changed(Permit permit, CaseEvent event) {
        write(permit.trail(), event);
    }

    /// Four bytes each: what happened, the number of the line; then zeros.
    private static void write(Trail trail, CaseEvent event) {
        var line = ByteBuffer.allocate(BYTES)
                .putInt(event.what().number())
                .putInt(event.number())
                .array();
        trail.changed(event.about(), 0, line);
    }
}
