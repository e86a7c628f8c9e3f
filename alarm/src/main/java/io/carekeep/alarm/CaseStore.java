package io.carekeep.alarm;

import io.carekeep.base.Check;
import io.carekeep.vault.Altered;
import io.carekeep.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The rows of cases and of their history, opened and sealed. Each call joins the current transaction.
final class CaseStore {

    private static final String NEXT = "select nextval('alarm.case_number')";
    private static final String COLUMNS = """
            select number, kind, subject, account, severity, opened, times, last, owner, level, due, closed, events,
                   sealed
              from alarm.case
            """;
    private static final String FIND = COLUMNS + " where number = :number";
    private static final String LOCK = FIND + " for update";
    private static final String OPEN_OF = COLUMNS + """
             where kind = :kind
               and subject = :subject
               and account = :account
               and closed is null
               for update
            """;
    private static final String OPEN = COLUMNS + """
             where closed is null
             order by severity desc, number
             limit :most
            """;
    private static final String ALL = COLUMNS + """
             where number < :before
             order by number desc
             limit :most
            """;
    private static final String OVERDUE = """
            select number
              from alarm.case
             where closed is null
               and due <= :now
             order by due
             limit :most
            """;
    private static final String ADD = """
            insert into alarm.case (number, kind, subject, account, severity, opened, times, last, owner, level, due,
                                    closed, events, sealed)
            values (:number, :kind, :subject, :account, :severity, :opened, :times, :last, :owner, :level, :due,
                    :closed, :events, :sealed)
                on conflict do nothing
            """;
    private static final String REPLACE = """
            update alarm.case
               set kind = :kind,
                   subject = :subject,
                   account = :account,
                   severity = :severity,
                   opened = :opened,
                   times = :times,
                   last = :last,
                   owner = :owner,
                   level = :level,
                   due = :due,
                   closed = :closed,
                   events = :events,
                   sealed = :sealed
             where number = :number
            """;
    private static final String ADD_EVENT = """
            insert into alarm.event (about, number, at, account, what, sealed)
            values (:about, :number, :at, :account, :what, :sealed)
            """;
    private static final String EVENTS = """
            select about, number, at, account, what, sealed
              from alarm.event
             where about = :about
             order by number
             limit :most
            """;
    private static final String LAST_EVENT = """
            select coalesce(max(number), 0)
              from alarm.event
             where about = :about
            """;

    private final JdbcClient sql;
    private final Vault vault;

    CaseStore(JdbcClient sql, Vault vault) {
        this.sql = sql;
        this.vault = vault;
    }

    long next() {
        return Objects.requireNonNull(sql.sql(NEXT).query(Long.class).single());
    }

    Optional<Case> find(long number) {
        return sql.sql(FIND).param("number", number).query(this::read).optional();
    }

    /// The case, which nobody else changes until the transaction ends.
    Optional<Case> lock(long number) {
        return sql.sql(LOCK).param("number", number).query(this::read).optional();
    }

    /// The open case of the same thing, which nobody else changes until the transaction ends.
    Optional<Case> open(Kind kind, Subject subject) {
        return sql.sql(OPEN_OF)
                .param("kind", kind.name())
                .param("subject", subject.number())
                .param("account", subject.account())
                .query(this::read)
                .optional();
    }

    List<Case> open(int most) {
        return sql.sql(OPEN).param("most", most).query(this::read).list();
    }

    List<Case> before(long number, int most) {
        return sql.sql(ALL)
                .param("before", number)
                .param("most", most)
                .query(this::read)
                .list();
    }

    /// The numbers of cases that somebody should have taken by now.
    List<Long> overdue(Instant now, int most) {
        return sql.sql(OVERDUE)
                .param("now", now.toEpochMilli())
                .param("most", most)
                .query((row, _) -> row.getLong("number"))
                .list();
    }

    /// Whether it went in; if not, one of the same thing is open.
    boolean add(Case made) {
        return written(ADD, made) == 1;
    }

    void replace(Case made) {
        Check.that(written(REPLACE, made) == 1, "a case stays where it is");
    }

    private int written(String statement, Case made) {
        return sql.sql(statement)
                .params(CaseColumns.parameters(made))
                .param("sealed", sealed(made.known().text(), CaseColumns.associated(made)))
                .update();
    }

    void add(CaseEvent event) {
        sql.sql(ADD_EVENT)
                .param("about", event.about())
                .param("number", event.number())
                .param("at", event.at().toEpochMilli())
                .param("account", event.account())
                .param("what", event.what().number())
                .param("sealed", sealed(Objects.requireNonNull(event.text()), CaseColumns.associated(event)))
                .update();
    }

    List<CaseEvent> events(long about, int most) {
        return sql.sql(EVENTS)
                .param("about", about)
                .param("most", most)
                .query((row, _) -> event(row))
                .list();
    }

    int lastEvent(long about) {
        return Objects.requireNonNull(
                sql.sql(LAST_EVENT).param("about", about).query(Integer.class).single());
    }

    private Case read(ResultSet row, int index) throws SQLException {
        var closed = new Case(
                row.getLong("number"),
                Kind.stored(row.getString("kind")),
                new Subject(row.getLong("subject"), row.getLong("account")),
                Severity.of(row.getInt("severity")),
                Instant.ofEpochMilli(row.getLong("opened")),
                row.getLong("times"),
                Instant.ofEpochMilli(row.getLong("last")),
                number(row, "owner"),
                row.getInt("level"),
                instant(row, "due"),
                instant(row, "closed"),
                row.getInt("events"),
                null);
        var text = opened(row, CaseColumns.associated(closed));
        return text == null ? closed : closed.with(Evidence.parse(text));
    }

    private CaseEvent event(ResultSet row) throws SQLException {
        var closed = new CaseEvent(
                row.getLong("about"),
                row.getInt("number"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getLong("account"),
                CaseEvent.What.of(row.getInt("what")),
                null);
        return closed.with(opened(row, CaseColumns.associated(closed)));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var millis = number(row, column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private byte[] sealed(String text, byte[] associated) {
        var plain = text.getBytes(StandardCharsets.UTF_8);
        return vault.sealer().seal(vault.audit(), plain, 0, plain.length, associated);
    }

    private @Nullable String opened(ResultSet row, byte[] associated) throws SQLException {
        try {
            var plain = vault.sealer().open(vault.audit(), row.getBytes("sealed"), associated);
            return new String(plain, StandardCharsets.UTF_8);
        } catch (Altered _) {
            return null;
        }
    }
}
