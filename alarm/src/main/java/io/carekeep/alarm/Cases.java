package io.carekeep.alarm;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.base.database.Database;
import io.carekeep.vault.Vault;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// The cases, for those who handle them. Every method belongs inside the gate and joins its transaction.
public final class Cases {

    /// The most cases of one list.
    public static final int LISTED_MAX = 200;
    /// The most lines of a history that are shown.
    public static final int EVENTS_MAX = 1_000;
    /// The most characters of a note or a reason.
    public static final int TEXT_MAX = 4_000;

    private final CaseBook book;
    private final Probes probes;

    public Cases(
            Database database,
            Vault vault,
            Journal journal,
            Escalation escalation,
            Probes probes,
            Clock clock,
            SecureRandom random) {
        var sql = database.sql();
        this.book = new CaseBook(new CaseStore(sql, vault), new Outbox(sql, random), escalation, journal, clock);
        this.probes = probes;
    }

    /// A case with its history.
    public record Told(Case about, List<CaseEvent> events) {

        public Told {
            events = List.copyOf(events);
        }

        /// Whether the history has all its lines, each as it was written.
        public boolean complete() {
            return (events.size() == about.events() || events.size() == EVENTS_MAX)
                    && events.stream().allMatch(each -> each.text() != null);
        }
    }

    /// A case and what was just done about it.
    public record Step(Case after, List<CaseEvent> events) {

        public Step {
            events = List.copyOf(events);
        }
    }

    /// Those that are open, the worst first.
    public List<Case> open() {
        return book.store().open(LISTED_MAX);
    }

    /// All of them, the newest first.
    /// @param before the last number of the page before
    public List<Case> all(long before) {
        return book.store().before(before, LISTED_MAX);
    }

    /// @throws Refused when there is no such case
    public Told show(long number) {
        var found = book.find(number).orElseThrow(() -> new Refused(new Problem.Missing("alarm")));
        return new Told(found, book.store().events(number, EVENTS_MAX));
    }

    /// Says that an account sees to it: it is not escalated any more.
    public Step take(long number, long account) {
        return done(book.handled(number, account).taken(account), account, CaseEvent.What.TAKEN, "");
    }

    /// Adds a note. The account that the case is about may do so too.
    public Step note(long number, long account, String text) {
        return done(book.noted(number), account, CaseEvent.What.NOTED, text(text));
    }

    /// What is to be run before a case can be closed or repaired.
    /// @throws Refused when the account may not, the case is closed, or there is nothing to run
    public Asked ask(long number, long account) {
        var found = book.handled(number, account);
        var probe = probe(found)
                .orElseThrow(
                        () -> new Refused(
                                new Problem.Conflict(
                                        "an alarm of the kind " + found.kind()
                                                + " tells of what happened, and there is nothing to check: close it as reviewed, with a reason")));
        return new Asked(number, found.times(), found.subject(), probe);
    }

    /// A check that is to be run outside of the gate's transaction.
    /// @param times how often the case had been raised before
    public record Asked(long number, long times, Subject subject, Probe probe) {}

    private Optional<Probe> probe(Case of) {
        return probes.of(of.kind());
    }

    /// Writes down what the check found just now, and closes the case if it passed.
    /// @throws Refused when the case was raised again while the check ran
    public Step checked(Asked asked, long account, Finding finding) {
        var found = book.handled(asked.number(), account);
        if (found.times() != asked.times()) {
            throw new Refused(new Problem.Conflict("the alarm was raised again while its check ran: try again"));
        }
        return switch (finding) {
            case Finding.Failed(var evidence) ->
                done(found.with(evidence), account, CaseEvent.What.CHECK_FAILED, evidence.text());
            case Finding.Passed() -> ended(done(found, account, CaseEvent.What.CHECK_PASSED, ""), account);
        };
    }

    /// Writes down what a repair did.
    /// @param done nothing when it could do nothing
    public Step repaired(long number, long account, Optional<Evidence> done) {
        var text = done.map(Evidence::text).orElse("nothing");
        return done(book.handled(number, account), account, CaseEvent.What.REPAIRED, text);
    }

    /// Closes a case of something that happened, because somebody has reviewed it.
    /// @param reason what they found
    /// @throws Refused when there is a check, which would have to pass
    public Step reviewed(long number, long account, String reason) {
        var found = book.handled(number, account);
        if (probe(found).isPresent()) {
            throw new Refused(new Problem.Conflict("an alarm of the kind " + found.kind()
                    + " closes once its check passes: mend what is wrong and close it without a reason"));
        }
        return ended(done(found, account, CaseEvent.What.REVIEWED, text(reason)), account);
    }

    private Step ended(Step before, long account) {
        var last = done(before.after().ended(book.now()), account, CaseEvent.What.CLOSED, "");
        return new Step(
                last.after(), List.of(before.events().getFirst(), last.events().getFirst()));
    }

    private static String text(String written) {
        var text = written.strip();
        if (text.isEmpty() || text.length() > TEXT_MAX) {
            throw new Refused(
                    new Problem.Invalid("text", "what there is to say, in at most " + TEXT_MAX + " characters"));
        }
        return text;
    }

    private Step done(Case to, long account, CaseEvent.What what, String text) {
        var event = book.changed(to, account, what, text);
        return new Step(to.withEvents(event.number()), List.of(event));
    }
}
