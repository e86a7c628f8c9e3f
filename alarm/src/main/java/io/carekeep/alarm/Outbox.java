package io.carekeep.alarm;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The pages that are to be sent. Each call joins the current transaction.
public final class Outbox {

    /// After so many tries that failed, a page counts as stuck.
    public static final int STUCK_AFTER = 5;

    private static final Duration REST_FIRST = Duration.ofSeconds(10);
    private static final Duration REST_MAX = Duration.ofHours(1);
    private static final int DOUBLED_MAX = 10;
    private static final int ID_BYTES = 16;
    private static final String ADD = """
            insert into alarm.page (id, about, reason, channel, made, tries, next)
            values (:id, :about, :reason, :channel, :made, 0, :made)
            """;
    private static final String DUE = """
            select p.id, p.about, p.reason, p.channel, p.tries
              from alarm.page p
              join alarm.case c on c.number = p.about
             where p.sent is null
               and p.next <= :now
               and c.closed is null
             order by p.next
             limit :most
            """;
    private static final String SENT = """
            update alarm.page
               set sent = :now
             where id = :id
               and sent is null
            """;
    private static final String FAILED = """
            update alarm.page
               set tries = tries + 1, next = :next
             where id = :id
               and sent is null
            """;
    private static final String STUCK = """
            select count(*)
              from alarm.page p
              join alarm.case c on c.number = p.about
             where p.sent is null
               and p.tries >= :tries
               and c.closed is null
            """;

    private final JdbcClient sql;
    private final SecureRandom random;

    public Outbox(JdbcClient sql, SecureRandom random) {
        this.sql = sql;
        this.random = random;
    }

    /// Why somebody is paged. The numbers are stored: add, never change.
    public enum Reason {
        RAISED(1),
        /// It is worse than it was when it was raised.
        WORSE(2),
        /// Nobody took it in time.
        ESCALATED(3);

        private final int number;

        Reason(int number) {
            this.number = number;
        }

        static Reason of(int number) {
            return Arrays.stream(values())
                    .filter(each -> each.number == number)
                    .findFirst()
                    .orElse(RAISED);
        }

        /// As it stands in a page.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A page that is to be sent.
    /// @param id by which a receiver tells it from others, also when it comes twice
    /// @param about the number of the case
    public record Waiting(String id, long about, Reason reason, String channel, int tries) {}

    void add(long about, Reason reason, String channel, Instant now) {
        var id = new byte[ID_BYTES];
        random.nextBytes(id);
        sql.sql(ADD)
                .param("id", HexFormat.of().formatHex(id))
                .param("about", about)
                .param("reason", reason.number)
                .param("channel", channel)
                .param("made", now.toEpochMilli())
                .update();
    }

    /// Those whose time has come. What was to be said of a case that is closed by now is not said any more.
    public List<Waiting> due(Instant now, int most) {
        return sql.sql(DUE)
                .param("now", now.toEpochMilli())
                .param("most", most)
                .query((row, _) -> new Waiting(
                        row.getString("id"),
                        row.getLong("about"),
                        Reason.of(row.getInt("reason")),
                        row.getString("channel"),
                        row.getInt("tries")))
                .list();
    }

    void sent(Waiting page, Instant now) {
        sql.sql(SENT).param("now", now.toEpochMilli()).param("id", page.id()).update();
    }

    /// Puts a page off, each time for twice as long and an hour at most.
    public void failed(Waiting page, Instant now) {
        var rest = REST_FIRST.multipliedBy(1L << Math.min(page.tries(), DOUBLED_MAX));
        var next = now.plus(rest.compareTo(REST_MAX) > 0 ? REST_MAX : rest);
        sql.sql(FAILED)
                .param("next", next.toEpochMilli())
                .param("id", page.id())
                .update();
    }

    /// How many pages could not be delivered for a while.
    public long stuck() {
        return Objects.requireNonNull(
                sql.sql(STUCK).param("tries", STUCK_AFTER).query(Long.class).single());
    }
}
