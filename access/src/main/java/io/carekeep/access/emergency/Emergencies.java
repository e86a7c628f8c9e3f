package io.carekeep.access.emergency;

import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.StepUp;
import io.carekeep.alarm.Alarm;
import io.carekeep.alarm.Alarms;
import io.carekeep.alarm.Case;
import io.carekeep.alarm.Evidence;
import io.carekeep.alarm.Kind;
import io.carekeep.alarm.Severity;
import io.carekeep.alarm.Subject;
import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.base.database.Changes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Breaks the glass: opens one patient's records to a caller for a time, with an alarm at once and a review before the
/// next time. What is opened is what rules say that speak of `patients: emergency`.
public final class Emergencies {

    /// How long it may last.
    public static final Duration LONGEST = Duration.ofHours(12);

    /// How freshly the caller must have signed in.
    private static final StepUp FRESH = new StepUp(1, Optional.of(Duration.ofMinutes(5)));

    /// What the alarm is called.
    public static final Kind BREAK_GLASS = new Kind("break-glass");

    /// The word of [Changes] with which each process is told of an account to which something was opened or closed.
    public static final String CHANGE = "emergency";

    private static final Set<Interaction> LOG_READING = EnumSet.of(Interaction.VIEW_LOG, Interaction.VIEW_OWN_LOG);
    private static final byte[] NOTHING = {};
    private static final int LISTED_MAX = 200;
    private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(17231, hashtext(:account::text))";
    private static final String NEXT = "select nextval(pg_get_serial_sequence('access.emergency', 'number'))";
    private static final String ADD = """
            insert into access.emergency (number, account, home, low, high, most, reason, alarm, sealed)
            overriding system value
            values (:number, :account, :home, :low, :high, :high, :reason, :alarm, :sealed)
            """;
    private static final String COLUMNS =
            "select number, account, home, low, high, most, reason, alarm, sealed from access.emergency ";
    private static final String ONE = COLUMNS + "where number = :number";
    private static final String LAST = COLUMNS + "where account = :account order by number desc limit 1";
    private static final String NOW =
            COLUMNS + "where account = :account and low <= :now and high >= :now order by number";
    private static final String BY_ALARM = COLUMNS + "where alarm = :alarm order by number desc limit " + LISTED_MAX;
    private static final String BETWEEN =
            COLUMNS + "where account = any(:accounts) and home = any(:homes) order by number";
    private static final String END = """
            update access.emergency
               set high = :now
             where number = :number
               and account = :account
               and high > :now
            """;

    private final JdbcClient sql;
    private final EmergencySeal seal;
    private final Alarms alarms;
    private final Clock clock;

    /// @param sql inside the request's transaction
    public Emergencies(JdbcClient sql, EmergencySeal seal, Alarms alarms, Clock clock) {
        this.sql = sql;
        this.seal = seal;
        this.alarms = alarms;
        this.clock = clock;
    }

    /// Opens a patient's records to the caller. Inside the gate's transaction.
    /// @param home the patient's number
    /// @param said what the caller said
    /// @throws Refused when it lasts too long, when the caller signed in more than five minutes ago, and when their
    /// last one has not been reviewed
    public Emergency open(Permit permit, long home, Reason reason, Duration time, String said) {
        Check.that(permit.action().interaction() == Interaction.BREAK_GLASS, "a permit to break the glass");
        if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
            throw new Refused(new Problem.Invalid("minutes", "1 to " + LONGEST.toMinutes()));
        }
        if (!FRESH.isMetBy(permit.caller().circumstances().signIn())) {
            throw new Refused(new Problem.TooWeak(FRESH.assurance(), FRESH.within()));
        }
        long account = permit.caller().account();
        sql.sql(ONE_AT_A_TIME).param("account", account).query((_, _) -> true).list();
        last(account).ifPresent(this::demandReviewed);
        long now = clock.millis();
        long alarm = alarms.raiseWithin(new Alarm(
                BREAK_GLASS,
                Severity.CRITICAL,
                new Subject(home, account),
                Evidence.NONE.with("reason", reason.number()).with("minutes", time.toMinutes())));
        long number = sql.sql(NEXT).query(Long.class).single();
        long high = now + time.toMillis();
        var row = new Emergency(number, account, home, now, high, high, reason, alarm, NOTHING);
        var opened = row.saying(seal.sealed(row, said));
        add(opened);
        Changes.tell(sql, CHANGE, account);
        return opened;
    }

    private void add(Emergency opened) {
        sql.sql(ADD)
                .param("number", opened.number())
                .param("account", opened.account())
                .param("home", opened.home())
                .param("low", opened.low())
                .param("high", opened.high())
                .param("reason", opened.reason().number())
                .param("alarm", opened.alarm())
                .param("sealed", opened.sealed())
                .update();
    }

    /// What was said.
    /// @throws Refused when the row is not as it was written
    public String said(Emergency each) {
        return seal.opened(each)
                .orElseThrow(() -> new Refused(new Problem.Conflict(
                        "emergency " + each.number() + " is not as it was written: somebody changed the database")));
    }

    private Optional<Emergency> last(long account) {
        return sql.sql(LAST).param("account", account).query(Emergencies::read).optional();
    }

    private void demandReviewed(Emergency last) {
        var _ = said(last);
        boolean reviewed = alarms.find(last.alarm())
                .filter(each -> each.state() == Case.State.CLOSED)
                .isPresent();
        if (!reviewed) {
            throw new Refused(new Problem.Forbidden("your last emergency access, alarm " + last.alarm()
                    + ", has not been reviewed: ask the security officer to close it first"));
        }
    }

    /// What is open to the caller at present.
    public List<Emergency> of(Permit permit) {
        return open(sql, permit.caller().account(), clock.millis()).stream()
                .filter(each -> Openings.isWhole(seal, each))
                .toList();
    }

    static Optional<Emergency> find(JdbcClient sql, long number) {
        return sql.sql(ONE).param("number", number).query(Emergencies::read).optional();
    }

    static List<Emergency> open(JdbcClient sql, long account, long now) {
        return sql.sql(NOW)
                .param("account", account)
                .param("now", now)
                .query(Emergencies::read)
                .list();
    }

    /// What an alarm is about, for those who review it.
    public List<Emergency> ofAlarm(Permit permit, long alarm) {
        Check.that(permit.action().interaction() == Interaction.VIEW_ALARMS, "a permit to look at alarms");
        return sql.sql(BY_ALARM).param("alarm", alarm).query(Emergencies::read).list();
    }

    /// When one of these accounts had opened the records of one of these patients, for those who read the audit log.
    public List<Emergency> between(Permit permit, Collection<Long> accounts, Collection<Long> homes) {
        Check.that(LOG_READING.contains(permit.action().interaction()), "a permit to read the log");
        return sql.sql(BETWEEN)
                .param("accounts", accounts.toArray(Long[]::new))
                .param("homes", homes.toArray(Long[]::new))
                .query(Emergencies::read)
                .list();
    }

    /// Ends one of the caller's before its time; another's is left alone.
    public void end(Permit permit, long number) {
        sql.sql(END)
                .param("now", clock.millis())
                .param("number", number)
                .param("account", permit.caller().account())
                .update();
        Changes.tell(sql, CHANGE, permit.caller().account());
    }

    private static Emergency read(ResultSet row, int at) throws SQLException {
        return new Emergency(
                row.getLong("number"),
                row.getLong("account"),
                row.getLong("home"),
                row.getLong("low"),
                row.getLong("high"),
                row.getLong("most"),
                Reason.of(row.getInt("reason")),
                row.getLong("alarm"),
                row.getBytes("sealed"));
    }
}
