package io.carekeep.server.alarm;

import io.carekeep.alarm.Alarm;
import io.carekeep.alarm.Alarms;
import io.carekeep.alarm.Duties;
import io.carekeep.alarm.Duty;
import io.carekeep.alarm.Severity;
import io.carekeep.alarm.Subject;
import io.carekeep.store.upkeep.Flaw;
import io.carekeep.store.upkeep.ScrubReport;
import io.carekeep.store.upkeep.ScrubWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Raises an alarm of each record that a scrub found altered or missing, and of the audit entries that didn't open.
final class ScrubAlarms implements ScrubWatch {

    /// How many records have an alarm each; of more there is one alarm.
    static final int RECORDS_MAX = 20;

    /// That every row is read again, which takes place each day.
    static final Duty SCRUB = new Duty("scrub", Duration.ofDays(2), Severity.WARNING);

    private final Alarms alarms;
    private final Duties duties;

    ScrubAlarms(Alarms alarms, Duties duties) {
        this.alarms = alarms;
        this.duties = duties;
    }

    @Override
    public void scrubbed(ScrubReport report) {
        duties.done(SCRUB);
        var flawed = new TreeMap<Long, List<Flaw>>();
        report.flaws()
                .forEach(flaw -> flawed.computeIfAbsent(flaw.number(), _ -> new ArrayList<>())
                        .add(flaw));
        flawed.entrySet().stream()
                .limit(RECORDS_MAX)
                .forEach(each -> alarms.raise(new Alarm(
                        RowProbe.KIND,
                        Severity.CRITICAL,
                        Subject.of(each.getKey()),
                        RowProbe.evidence(each.getValue()))));
        if (flawed.size() > RECORDS_MAX) {
            alarms.raise(new Alarm(StoreProbe.KIND, Severity.CRITICAL, Subject.NONE, StoreProbe.evidence(report)));
        }
        if (report.damagedEntries() > 0) {
            alarms.raise(new Alarm(
                    AuditProbe.KIND, Severity.CRITICAL, Subject.NONE, AuditProbe.evidence(report.damagedEntries())));
        }
    }
}
