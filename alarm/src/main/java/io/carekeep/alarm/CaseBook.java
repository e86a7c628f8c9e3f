package io.carekeep.alarm;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/// Writes down what is raised and what becomes of it. Every method joins the transaction at hand.
final class CaseBook {

    private static final long NOBODY = 0;

    private final CaseStore store;
    private final Outbox outbox;
    private final Escalation escalation;
    private final Journal journal;
    private final Clock clock;

    CaseBook(CaseStore store, Outbox outbox, Escalation escalation, Journal journal, Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.escalation = escalation;
        this.journal = journal;
        this.clock = clock;
    }

    /// Opens a case, or counts on the one that is open of the same thing.
    /// @return its number
    long raise(Alarm alarm) {
        while (true) {
            var open = store.open(alarm.kind(), alarm.subject());
            if (open.isPresent()) {
                return again(open.get(), alarm);
            }
            var now = now();
            var made = Case.opened(store.next(), alarm, now, escalation.due(alarm.severity(), 0, now));
            // Who was faster has opened it.
            if (store.add(made.withEvents(1))) {
                var first = line(
                        made.number(),
                        1,
                        NOBODY,
                        CaseEvent.What.RAISED,
                        alarm.evidence().text());
                store.add(first);
                happened(first);
                page(made, Outbox.Reason.RAISED);
                return made.number();
            }
        }
    }

    // A row that was altered is not written over: that would hide it.
    private long again(Case open, Alarm alarm) {
        if (open.state() == Case.State.ALTERED) {
            return raise(altered(open));
        }
        var counted = open.again(alarm, now());
        boolean worse = counted.severity() != open.severity();
        // A storm of the same alarm leaves a line each time that their number has doubled.
        if (!worse && Long.bitCount(counted.times()) > 1) {
            store.replace(counted);
            return open.number();
        }
        if (worse && open.owner() == null) {
            counted = counted.waiting(open.level(), escalation.due(counted.severity(), open.level(), now()));
        }
        var text = Evidence.NONE.with("times", counted.times()).text();
        happened(changed(counted, NOBODY, CaseEvent.What.RAISED_AGAIN, text));
        if (worse) {
            page(counted, Outbox.Reason.WORSE);
        }
        return open.number();
    }

    static Alarm altered(Case row) {
        return new Alarm(Kind.CASE_ALTERED, Severity.CRITICAL, Subject.of(row.number()), Evidence.NONE);
    }

    // Nobody is woken to be told that there is something to know.
    private void page(Case of, Outbox.Reason reason) {
        if (of.severity() == Severity.INFO && reason == Outbox.Reason.RAISED) {
            return;
        }
        escalation.channels(of.level()).forEach(channel -> outbox.add(of.number(), reason, channel, now()));
    }

    /// Pages the next list, when nobody took the case in time.
    void escalate(long number) {
        var open = store.lock(number)
                .filter(each -> each.state() == Case.State.OPEN)
                .filter(each -> each.due() != null && !each.due().isAfter(now()));
        if (open.isEmpty()) {
            return;
        }
        int missed = open.get().level() + 1;
        var waiting = open.get().waiting(missed, escalation.due(open.get().severity(), missed, now()));
        happened(changed(
                waiting,
                NOBODY,
                CaseEvent.What.ESCALATED,
                Evidence.NONE.with("missed", missed).text()));
        page(waiting, Outbox.Reason.ESCALATED);
    }

    /// Writes down that a page was delivered.
    void sent(Outbox.Waiting page) {
        outbox.sent(page, now());
        store.lock(page.about())
                .filter(each -> each.state() != Case.State.ALTERED)
                .ifPresent(of -> {
                    var text = Evidence.NONE.with("reason", page.reason()).text() + " channel=" + page.channel();
                    happened(changed(of, NOBODY, CaseEvent.What.PAGED, text));
                });
    }

    /// Opens a case again whose row was altered, after somebody has looked at it; one of the same thing that was opened
    /// meanwhile stays the open one.
    void reopen(long number) {
        var row = store.lock(number).filter(each -> each.state() == Case.State.ALTERED);
        row.ifPresent(altered -> {
            var until = escalation.due(Severity.CRITICAL, 0, now());
            var again = altered.reopened(until, store.lastEvent(number));
            boolean another = store.open(altered.kind(), altered.subject())
                    .filter(each -> each.number() != number)
                    .isPresent();
            happened(changed(another ? again.ended(now()) : again, NOBODY, CaseEvent.What.REOPENED, ""));
        });
    }

    /// The case, for somebody who may do something about it.
    /// @throws Refused when they may not, or nothing can be done any more
    Case handled(long number, long account) {
        var found = store.lock(number).orElseThrow(() -> new Refused(new Problem.Missing("alarm")));
        if (found.subject().isAbout(account)) {
            throw new Refused(new Problem.Forbidden("this alarm is about you: somebody else must handle it"));
        }
        return usable(found);
    }

    /// The case, for somebody who may write a note on it.
    Case noted(long number) {
        return usable(store.lock(number).orElseThrow(() -> new Refused(new Problem.Missing("alarm"))));
    }

    private static Case usable(Case found) {
        return switch (found.state()) {
            case OPEN, TAKEN -> found;
            case CLOSED ->
                throw new Refused(new Problem.Conflict("the alarm is closed: raised again, it is a new one"));
            case ALTERED ->
                throw new Refused(new Problem.Conflict("the row of this alarm was altered in the database: look for an"
                        + " alarm of the kind " + Kind.CASE_ALTERED + " and repair that"));
        };
    }

    /// Replaces the row and adds a line to its history.
    CaseEvent changed(Case to, long account, CaseEvent.What what, String text) {
        var line = line(to.number(), to.events() + 1, account, what, text);
        store.replace(to.withEvents(line.number()));
        store.add(line);
        return line;
    }

    private CaseEvent line(long about, int number, long account, CaseEvent.What what, String text) {
        return new CaseEvent(about, number, now(), account, what, text);
    }

    // What people do is audited by the gate.
    private void happened(CaseEvent event) {
        journal.happened(event);
    }

    Optional<Case> find(long number) {
        return store.find(number);
    }

    CaseStore store() {
        return store;
    }

    Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
