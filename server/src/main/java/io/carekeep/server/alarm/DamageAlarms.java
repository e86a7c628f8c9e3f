package io.carekeep.server.alarm;

import io.carekeep.access.DamageWatch;
import io.carekeep.alarm.Alarm;
import io.carekeep.alarm.Alarms;
import io.carekeep.alarm.Evidence;
import io.carekeep.alarm.Severity;
import io.carekeep.alarm.Subject;
import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.base.Problem;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Raises an alarm of a record that somebody's request found altered.
final class DamageAlarms implements DamageWatch {

    private enum Event {
        ALARM_NOT_RAISED
    }

    private static final EventLog LOG = new EventLog(DamageAlarms.class);

    private final Alarms alarms;

    DamageAlarms(Alarms alarms) {
        this.alarms = alarms;
    }

    // If it can't be written down now, the next request that meets it, or the scrub, raises it.
    @Override
    public void met(Problem.Damaged damaged) {
        var evidence = Evidence.NONE.with("version", damaged.version());
        try {
            alarms.raise(new Alarm(RowProbe.KIND, Severity.CRITICAL, Subject.of(damaged.number()), evidence));
        } catch (DataAccessException | TransactionException failure) {
            LOG.error(Event.ALARM_NOT_RAISED, new LogField.Failure(failure));
        }
    }
}
