package io.carekeep.alarm;

import io.carekeep.base.Check;
import io.carekeep.base.database.Database;
import io.carekeep.vault.Vault;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The one place where failed checks go. What is raised is durable when the call returns, with the pages that are to be
/// sent of it.
public final class Alarms {

    /// How many cases are looked at in one go.
    static final int SOME = 500;

    // Who raises within a request what the same request has raised in its own transaction would wait for itself.
    private static final String LOCK_WAIT = "set local lock_timeout = '5s'";

    private final CaseBook within;
    private final CaseBook beside;
    private final JdbcClient besideSql;
    private final TransactionTemplate transactions;

    public Alarms(
            Database database,
            Vault vault,
            Journals journals,
            Escalation escalation,
            Clock clock,
            SecureRandom random) {
        this.within = book(database.sql(), vault, journals.within(), escalation, clock, random);
        this.besideSql = database.outside();
        this.beside = book(besideSql, vault, journals.beside(), escalation, clock, random);
        this.transactions = database.transactionsOutside();
    }

    private static CaseBook book(
            JdbcClient sql, Vault vault, Journal journal, Escalation escalation, Clock clock, SecureRandom random) {
        return new CaseBook(new CaseStore(sql, vault), new Outbox(sql, random), escalation, journal, clock);
    }

    /// Raises an alarm that stays, whatever becomes of the request at hand. While a case of the same kind and subject
    /// is
    /// open, it counts on that one.
    /// @return the number of its case
    public long raise(Alarm alarm) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            besideSql.sql(LOCK_WAIT).update();
            return beside.raise(alarm);
        }));
    }

    /// Raises an alarm together with what the transaction at hand does: if that is undone, so is the alarm.
    /// @return the number of its case
    public long raiseWithin(Alarm alarm) {
        Check.that(TransactionSynchronizationManager.isActualTransactionActive(), "a transaction is at hand");
        return within.raise(alarm);
    }

    /// Pages the next list of every case that nobody took in time.
    /// @return how many there were
    public int escalate() {
        var overdue = beside.store().overdue(beside.now(), SOME);
        overdue.forEach(number -> transactions.executeWithoutResult(_ -> beside.escalate(number)));
        return overdue.size();
    }

    /// The case of a number.
    public Optional<Case> find(long number) {
        return beside.find(number);
    }

    /// Writes down that a page was delivered.
    public void sent(Outbox.Waiting page) {
        transactions.executeWithoutResult(_ -> beside.sent(page));
    }

    /// Raises an alarm of each case whose row was altered.
    public void verify() {
        long before = Long.MAX_VALUE;
        for (var some = next(before); !some.isEmpty(); some = next(before)) {
            some.stream().filter(Alarms::isSuspect).map(CaseBook::altered).forEach(this::raise);
            before = some.getLast().number();
        }
    }

    private List<Case> next(long before) {
        return beside.store().before(before, SOME);
    }

    private static boolean isSuspect(Case each) {
        return each.state() == Case.State.ALTERED;
    }

    /// Looks whether the row of a case is as it was written, and opens it again when it is not and somebody has looked.
    public Probe ofCases() {
        return new Probe() {
            @Override
            public Kind kind() {
                return Kind.CASE_ALTERED;
            }

            @Override
            public Finding run(Subject subject) {
                boolean altered =
                        beside.find(subject.number()).filter(Alarms::isSuspect).isPresent();
                return altered ? new Finding.Failed(Evidence.NONE) : new Finding.Passed();
            }

            @Override
            public Optional<Evidence> repair(Subject subject) {
                transactions.executeWithoutResult(_ -> beside.reopen(subject.number()));
                return Optional.of(Evidence.NONE.with("reopened", subject.number()));
            }
        };
    }
}
