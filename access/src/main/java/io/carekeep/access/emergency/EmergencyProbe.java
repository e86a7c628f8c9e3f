package io.carekeep.access.emergency;

import io.carekeep.alarm.Evidence;
import io.carekeep.alarm.Finding;
import io.carekeep.alarm.Kind;
import io.carekeep.alarm.Probe;
import io.carekeep.alarm.Subject;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Looks whether the row of an emergency is gone or as it was written.
public final class EmergencyProbe implements Probe {

    private final JdbcClient sql;
    private final EmergencySeal seal;

    public EmergencyProbe(JdbcClient sql, EmergencySeal seal) {
        this.sql = sql;
        this.seal = seal;
    }

    @Override
    public Kind kind() {
        return Openings.ALTERED;
    }

    @Override
    public Finding run(Subject subject) {
        boolean altered = Emergencies.find(sql, subject.number())
                .filter(each -> !Openings.isWhole(seal, each))
                .isPresent();
        return altered ? new Finding.Failed(Evidence.NONE) : new Finding.Passed();
    }
}
