package io.carekeep.access.release;

import io.carekeep.alarm.Evidence;
import io.carekeep.alarm.Finding;
import io.carekeep.alarm.Kind;
import io.carekeep.alarm.Probe;
import io.carekeep.alarm.Subject;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Looks whether the rows of a release are gone or as they were written.
public final class ReleaseProbe implements Probe {

    private final ReleaseStore store;

    public ReleaseProbe(JdbcClient sql, ReleaseSeal seal) {
        this.store = new ReleaseStore(sql, seal);
    }

    @Override
    public Kind kind() {
        return Releases.ALTERED;
    }

    @Override
    public Finding run(Subject subject) {
        boolean altered =
                store.find(subject.number()).filter(each -> !each.whole()).isPresent();
        return altered ? new Finding.Failed(Evidence.NONE) : new Finding.Passed();
    }
}
