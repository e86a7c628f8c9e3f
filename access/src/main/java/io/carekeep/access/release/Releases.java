package io.carekeep.access.release;

import io.carekeep.access.Caller;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.StepUp;
import io.carekeep.access.release.Release.Said;
import io.carekeep.access.release.Release.Word;
import io.carekeep.alarm.Alarm;
import io.carekeep.alarm.Alarms;
import io.carekeep.alarm.Evidence;
import io.carekeep.alarm.Kind;
import io.carekeep.alarm.Severity;
import io.carekeep.alarm.Subject;
import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Keeps releases: somebody proposes one, two others who have just signed in approve it, and then it may be delivered
/// until it expires. Every method belongs inside the gate's transaction.
public final class Releases {

    /// How long one may wait to be delivered.
    public static final Duration LONGEST = Duration.ofDays(90);

    /// A release may be delivered: somebody else than those who approved it may want to know.
    public static final Kind APPROVED = new Kind("release-approved");

    /// Rows of a release are not as they were written.
    public static final Kind ALTERED = new Kind("release-altered");

    private static final StepUp FRESH = new StepUp(1, Optional.of(Duration.ofMinutes(5)));

    private final ReleaseStore store;
    private final Independence people;
    private final Alarms alarms;
    private final Clock clock;

    /// @param sql inside the request's transaction
    public Releases(JdbcClient sql, ReleaseSeal seal, Independence people, Alarms alarms, Clock clock) {
        this.store = new ReleaseStore(sql, seal);
        this.people = people;
        this.alarms = alarms;
        this.clock = clock;
    }

    /// Proposes a release.
    /// @param content what is given to whom for what
    /// @param time for how long it may wait to be delivered
    /// @throws Refused when that is too long, or the caller signed in more than five minutes ago
    public Release propose(Permit permit, Duration time, byte[] content) {
        demandFresh(permit);
        if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
            throw new Refused(new Problem.Invalid("days", "1 to " + LONGEST.toDays()));
        }
        long at = clock.millis();
        var row = new ReleaseSeal.Row(store.next(), permit.caller().account(), at, at + time.toMillis());
        store.add(row, content);
        return find(row.number());
    }

    // Programs decide nothing, and neither does who may read the home's files but has not signed in.
    private static void demandFresh(Permit permit) {
        check(permit);
        if (permit.caller().kind() != Caller.Kind.PERSON) {
            throw new Refused(new Problem.Forbidden("releases are proposed and decided by people who have signed in"));
        }
        if (!FRESH.isMetBy(permit.caller().circumstances().signIn())) {
            throw new Refused(new Problem.TooWeak(FRESH.assurance(), FRESH.within()));
        }
    }

    private static void check(Permit permit) {
        Check.that(permit.action().interaction() == Interaction.MANAGE_RELEASES, "a permit to decide about releases");
    }

    /// Approves or refuses a release that somebody else proposed.
    /// @param found what each of its searches finds, which is approved with it
    /// @throws Refused when the caller proposed it or has said something already, when it is decided, and when the
    /// caller signed in more than five minutes ago
    public Release decide(Permit permit, long number, boolean approves, List<Found> found) {
        demandFresh(permit);
        var release = locked(number);
        long account = permit.caller().account();
        if (release.account() == account) {
            throw new Refused(new Problem.Forbidden("two others decide about a release that you proposed"));
        }
        if (release.state(clock.millis()) != Release.State.PROPOSED) {
            throw new Refused(new Problem.Conflict("this release is decided, or has expired"));
        }
        boolean said =
                release.words().stream().anyMatch(each -> each.account() == account && each.word() != Word.LAPSED);
        if (said) {
            throw new Refused(new Problem.Conflict("you have approved it already: another person must, too"));
        }
        if (!approves) {
            return say(permit, release, Word.REFUSES, List.of());
        }
        demandIndependent(permit, release);
        var approved = say(permit, release, Word.APPROVES, found);
        if (approved.count(Word.APPROVES) == Release.APPROVERS) {
            alarms.raiseWithin(new Alarm(APPROVED, Severity.INFO, Subject.of(number), Evidence.NONE));
        }
        return approved;
    }

    // One person who made the accounts of the others would decide alone.
    private void demandIndependent(Permit permit, Release release) {
        long account = permit.caller().account();
        if (people.made(permit, account) >= release.at()) {
            throw new Refused(new Problem.Forbidden("your account is younger than the proposal"));
        }
        var others = Stream.concat(
                Stream.of(release.account()),
                release.words().stream()
                        .filter(each -> each.word() == Word.APPROVES)
                        .map(Said::account));
        if (others.anyMatch(
                other -> people.hadHand(permit, other, account) || people.hadHand(permit, account, other))) {
            throw new Refused(new Problem.Forbidden("of those who propose and approve a release, nobody may have made"
                    + " another's account, put it into groups, said who it is, or let it choose a password"));
        }
    }

    /// Begins a delivery.
    /// @param found what each of its searches finds now
    /// @param more by how many percent that may exceed what was approved
    /// @throws Refused when two have not approved it, or not so much, and when it has expired, was delivered, or
    /// broke off too often
    public Release begin(Permit permit, long number, List<Found> found, int more) {
        check(permit);
        var release = locked(number);
        if (release.state(clock.millis()) != Release.State.APPROVED) {
            throw new Refused(new Problem.Conflict("a release is delivered once, after " + Release.APPROVERS
                    + " others approved it and before it expires"));
        }
        if (release.count(Word.BEGAN) >= Release.DELIVERIES) {
            throw new Refused(new Problem.Conflict("its delivery broke off too often: propose it again"));
        }
        demandApproved(release.approved(), found, more);
        return say(permit, release, Word.BEGAN, found);
    }

    private static void demandApproved(List<Found> approved, List<Found> found, int more) {
        Check.that(approved.size() == found.size(), "each search was counted when it was approved");
        for (int search = 0; search < found.size(); search++) {
            var now = found.get(search);
            var then = approved.get(search);
            if (!now.isWithin(then.and(more))) {
                throw new Refused(new Problem.Conflict(
                        "search %d finds %d records of %d patients now, and %d of %d were approved: propose it again"
                                .formatted(
                                        search + 1, now.records(), now.patients(), then.records(), then.patients())));
            }
        }
    }

    /// Notes that all of a delivery but its end has left.
    public void delivered(Permit permit, long number) {
        check(permit);
        say(permit, locked(number), Word.DELIVERED, List.of());
    }

    /// Notes that a delivery broke off.
    public void broke(Permit permit, long number) {
        check(permit);
        say(permit, locked(number), Word.BROKE, List.of());
    }

    private Release say(Permit permit, Release release, Word word, List<Found> found) {
        store.say(release.number(), new Said(permit.caller().account(), clock.millis(), word, found));
        return find(release.number());
    }

    private Release locked(long number) {
        return demand(store.locked(number));
    }

    /// @throws Refused when there is no such release, or its rows are not as they were written
    public Release find(long number) {
        return demand(store.find(number));
    }

    private Release demand(Optional<Release> found) {
        var release = found.orElseThrow(() -> new Refused(new Problem.Missing("release")));
        if (!release.whole()) {
            raise(release);
            throw new Refused(new Problem.Conflict("somebody changed this release in the database: propose it again"));
        }
        return release;
    }

    private void raise(Release altered) {
        alarms.raise(new Alarm(ALTERED, Severity.CRITICAL, Subject.of(altered.number()), Evidence.NONE));
    }

    /// The newest, at most two hundred, without those whose rows are not as they were written.
    public List<Release> newest() {
        var found = store.newest();
        found.stream().filter(each -> !each.whole()).forEach(this::raise);
        return found.stream().filter(Release::whole).toList();
    }
}
