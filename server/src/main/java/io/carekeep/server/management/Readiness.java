package io.carekeep.server.management;

import io.carekeep.alarm.Well;
import io.carekeep.audit.AuditLog;
import io.carekeep.audit.Entry;
import java.time.Clock;
import java.util.List;
import org.springframework.transaction.support.TransactionTemplate;

/// Whether the server can do its work now: the database answers and takes audit entries. It asks by writing one and
/// taking it back.
public final class Readiness implements Well {

    private static final byte[] NOTHING = {};

    private final TransactionTemplate transactions;
    private final AuditLog log;
    private final Clock clock;

    public Readiness(TransactionTemplate transactions, AuditLog log, Clock clock) {
        this.transactions = transactions;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public boolean now() {
        try {
            transactions.executeWithoutResult(status -> {
                log.append(List.of(new Entry(clock.millis(), 0, 0, Entry.Outcome.DONE, NOTHING)));
                status.setRollbackOnly();
            });
            return true;
        } catch (org.springframework.dao.DataAccessException | org.springframework.transaction.TransactionException _) {
            return false;
        }
    }
}
