package io.carekeep.access.release;

import io.carekeep.access.Caller;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.StepUp;
import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Keeps releases: somebody proposes one, two others who have just signed in approve it, and then it may be delivered
/// until it expires. Every method belongs inside the gate's transaction.
public final class Releases {

    /// How long one may wait to be delivered.
    public static final Duration LONGEST = Duration.ofDays(90);

    private static final StepUp FRESH = new StepUp(1, Optional.of(Duration.ofMinutes(5)));
    private static final int LISTED_MOST = 200;
    private static final String NEXT = """
            select nextval(pg_get_serial_sequence('access.release', 'number'))
            """;
    private static final String ADD = """
            insert into access.release (number, account, at, until, sealed)
            values (:number, :account, :at, :until, :sealed)
            """;
    private static final String COLUMNS = "select number, account, at, until, sealed from access.release ";
    private static final String ONE = COLUMNS + "where number = :number";
    private static final String NEWEST = COLUMNS + "order by number desc limit " + LISTED_MOST;
    private static final String WORDS =
            "select account, at, word from access.release_word where release = :release order by number";
    private static final String SAY = """
            insert into access.release_word (release, account, at, word)
            values (:release, :account, :at, :word)
            """;
    private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(17233, hashtext(:release::text))";

    private final JdbcClient sql;
    private final Clock clock;

    /// @param sql inside the request's transaction
    public Releases(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /// Seals what is given to whom, together with the row it is for.
    public interface Sealing {
        byte[] sealed(long number, long account, long at, long until);
    }

    /// Proposes a release.
    /// @param time for how long it may wait to be delivered
    /// @throws Refused when that is too long, or the caller signed in more than five minutes ago
    public Release propose(Permit permit, Duration time, Sealing sealing) {
        demandFresh(permit);
        if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
            throw new Refused(new Problem.Invalid("days", "1 to " + LONGEST.toDays()));
        }
        long number = sql.sql(NEXT).query(Long.class).single();
        long account = permit.caller().account();
        long at = clock.millis();
        long until = at + time.toMillis();
        var sealed = sealing.sealed(number, account, at, until);
        sql.sql(ADD)
                .param("number", number)
                .param("account", account)
                .param("at", at)
                .param("until", until)
                .param("sealed", sealed)
                .update();
        return new Release(number, account, at, until, sealed, List.of());
    }

    // Programs decide nothing, and neither does who may read the home's files but has not signed in.
    private static void demandFresh(Permit permit) {
        Check.that(permit.action().interaction() == Interaction.MANAGE_RELEASES, "a permit to decide about releases");
        if (permit.caller().kind() != Caller.Kind.PERSON) {
            throw new Refused(new Problem.Forbidden("releases are proposed and decided by people who have signed in"));
        }
        if (!FRESH.isMetBy(permit.caller().circumstances().signIn())) {
            throw new Refused(new Problem.TooWeak(FRESH.assurance(), FRESH.within()));
        }
    }

    /// Approves or refuses a release that somebody else proposed.
    /// @throws Refused when the caller proposed it or has said something already, when it is decided, and when the
    /// caller signed in more than five minutes ago
    public Release decide(Permit permit, long number, boolean approves) {
        demandFresh(permit);
        var release = locked(number);
        long account = permit.caller().account();
        if (release.account() == account) {
            throw new Refused(new Problem.Forbidden("two others decide about a release that you proposed"));
        }
        if (release.state(clock.millis()) != Release.State.PROPOSED) {
            throw new Refused(new Problem.Conflict("this release is decided, or has expired"));
        }
        if (release.words().stream().anyMatch(said -> said.account() == account)) {
            throw new Refused(new Problem.Conflict("you have approved it already: another person must, too"));
        }
        return say(release, account, approves ? Release.Word.APPROVES : Release.Word.REFUSES);
    }

    /// Begins a delivery.
    /// @throws Refused when two have not approved it, it has expired, was delivered, or was begun too often
    public Release begin(Permit permit, long number) {
        Check.that(permit.action().interaction() == Interaction.MANAGE_RELEASES, "a permit to decide about releases");
        var release = locked(number);
        if (release.state(clock.millis()) != Release.State.APPROVED) {
            throw new Refused(new Problem.Conflict("a release is delivered once, after " + Release.APPROVERS
                    + " others approved it and before it expires"));
        }
        if (release.count(Release.Word.BEGAN) >= Release.DELIVERIES) {
            throw new Refused(new Problem.Conflict("its delivery broke off too often: propose it again"));
        }
        return say(release, permit.caller().account(), Release.Word.BEGAN);
    }

    /// Notes that a delivery came to its end.
    public void delivered(Permit permit, long number) {
        say(locked(number), permit.caller().account(), Release.Word.DELIVERED);
    }

    private Release say(Release release, long account, Release.Word word) {
        sql.sql(SAY)
                .param("release", release.number())
                .param("account", account)
                .param("at", clock.millis())
                .param("word", word.number())
                .update();
        return find(release.number());
    }

    private Release locked(long number) {
        sql.sql(ONE_AT_A_TIME).param("release", number).query((_, _) -> true).list();
        return find(number);
    }

    /// @throws Refused when there is no such release
    public Release find(long number) {
        return sql.sql(ONE)
                .param("number", number)
                .query(this::read)
                .optional()
                .orElseThrow(() -> new Refused(new Problem.Missing("release")));
    }

    /// The newest, at most two hundred.
    public List<Release> newest() {
        return sql.sql(NEWEST).query(this::read).list();
    }

    private Release read(ResultSet row, int at) throws SQLException {
        long number = row.getLong("number");
        return new Release(
                number,
                row.getLong("account"),
                row.getLong("at"),
                row.getLong("until"),
                row.getBytes("sealed"),
                sql.sql(WORDS)
                        .param("release", number)
                        .query((each, _) -> new Release.Said(
                                each.getLong("account"), each.getLong("at"), Release.Word.of(each.getInt("word"))))
                        .list());
    }
}
