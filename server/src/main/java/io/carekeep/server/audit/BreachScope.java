package io.carekeep.server.audit;

import io.carekeep.access.Caller;
import io.carekeep.access.Permit;
import io.carekeep.audit.Entry;
import io.carekeep.audit.Handle;
import io.carekeep.audit.LogReader;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.identity.Account;
import io.carekeep.identity.AccountName;
import io.carekeep.identity.Accounts;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds what a user, a session or an address saw and wrote between two times, of each patient, or who saw and wrote
/// what of a patient: what a notice of a breach has to say (45 CFR 164.404).
final class BreachScope {

    /// About whom or what.
    sealed interface By {

        record User(String name) implements By {}

        /// @param number that tells a token or a cookie from others
        record Session(long number) implements By {}

        record Address(InetAddress address) implements By {}

        record Patient(ResourceKey key) implements By {}
    }

    /// @param all whether every entry of these times is read, not only those that the index names
    record Question(By by, EventQuery.Span span, boolean all) {

        /// What is asked for, in words.
        String words() {
            return switch (by) {
                case By.User(var name) -> "user " + name;
                case By.Session(long number) -> "session " + HexFormat.of().toHexDigits(number);
                case By.Address(var address) -> "address " + address.getHostAddress();
                case By.Patient(var key) -> "patient Patient/" + key.id();
            };
        }
    }

    /// Who saw or wrote something of whom.
    record Pair(long patient, long account) {}

    /// @param requests by what came of them
    /// @param tallies of what was done, by patient and account
    /// @param altered how many entries did not open: what they said is not known
    record Found(
            Question question,
            Map<Entry.Outcome, Long> requests,
            Map<Pair, Tally> tallies,
            long altered,
            Known known) {}

    // A report is made in memory: whoever asks for more asks for shorter times.
    private static final int REQUESTS_MOST = 1_000_000;
    private static final int LINES_MOST = 200_000;

    private final LogDesk desk;
    private final Known.Sources sources;
    private final Accounts accounts;

    BreachScope(LogDesk desk, Known.Sources sources, Accounts accounts) {
        this.desk = desk;
        this.sources = sources;
        this.accounts = accounts;
    }

    /// @throws Refused when the caller may not read the whole log, when there is no such user or patient, and when it
    /// would be too much for one report
    Found found(Caller caller, Question question) {
        return desk.look(caller, LogDesk.Reach.WHOLE, "scope " + question.words(), permit -> found(permit, question));
    }

    private Found found(Permit permit, Question question) {
        var handle = handle(permit, question.by());
        var requests = new EnumMap<Entry.Outcome, Long>(Entry.Outcome.class);
        var tallies = new HashMap<Pair, Tally>();
        var whom = desk.whom();
        var span = question.span();
        var wanted = LogReader.Wanted.of(question.all() ? null : handle, span.from(), span.until());
        long altered = desk.each(wanted, entry -> isMeant(entry, handle), whom, entry -> {
            if (handle.kind() != Handle.Kind.PATIENT || whom.isAbout(entry, Long.parseLong(handle.value()))) {
                requests.merge(entry.outcome(), 1L, Long::sum);
                demand(
                        "report-requests",
                        requests.values().stream().mapToLong(each -> each).sum(),
                        REQUESTS_MOST);
                add(tallies, entry, handle, whom);
            }
        });
        return new Found(question, requests, tallies, altered, known(permit, tallies.keySet()));
    }

    private Known known(Permit permit, Set<Pair> pairs) {
        var accountNumbers = new HashSet<Long>();
        var patients = new HashSet<Long>();
        for (var each : pairs) {
            accountNumbers.add(each.account());
            patients.add(each.patient());
        }
        return sources.of(permit, accountNumbers, patients, patients);
    }

    private Handle handle(Permit permit, By by) {
        return switch (by) {
            case By.User(var name) ->
                Handle.account(accounts.called(permit, AccountName.parse(name))
                        .map(Account::number)
                        .orElseThrow(() -> new Refused(new Problem.Missing("account"))));
            case By.Session(long number) -> Handle.session(number);
            case By.Address(var address) -> Handle.address(address.getAddress());
            case By.Patient(var key) ->
                Handle.patient(desk.patient(permit, Optional.of(key))
                        .orElseThrow(() -> new Refused(new Problem.Missing("Patient"))));
        };
    }

    private static boolean isMeant(Logged entry, Handle handle) {
        return switch (handle.kind()) {
            case ACCOUNT -> handle.equals(Handle.account(entry.account()));
            case SESSION ->
                entry.facts().session().isPresent()
                        && handle.equals(Handle.session(entry.facts().session().getAsLong()));
            case ADDRESS ->
                entry.facts()
                        .from()
                        .filter(from -> handle.equals(Handle.address(from.getAddress())))
                        .isPresent();
            case PATIENT -> LogDesk.mayBeAbout(entry, Long.parseLong(handle.value()));
        };
    }

    private static void add(Map<Pair, Tally> tallies, Logged entry, Handle handle, Whom whom) {
        if (entry.outcome() != Entry.Outcome.DONE) {
            return;
        }
        for (long patient : whom.patients(entry)) {
            if (handle.kind() != Handle.Kind.PATIENT || handle.equals(Handle.patient(patient))) {
                tallies.computeIfAbsent(new Pair(patient, entry.account()), _ -> new Tally())
                        .add(entry, whom.records(entry, patient));
                demand("report-lines", tallies.size(), LINES_MOST);
            }
        }
    }

    private static void demand(String limit, long found, long most) {
        if (found > most) {
            throw new Refused(new Problem.TooCostly(limit, most));
        }
    }
}
