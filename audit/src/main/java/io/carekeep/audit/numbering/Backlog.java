package io.carekeep.audit.numbering;

import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The entries that wait for their numbers.
public final class Backlog {

    private static final String LATE = """
            select count(*)
              from (select 1 from audit.entry where at < :before limit :most) as late
            """;
    private static final String LAST = "select coalesce(max(number), -1) from audit.numbered";
    private static final int COUNTED_MOST = 10_000;

    private final JdbcClient sql;
    private final Clock clock;
    private OptionalLong last = OptionalLong.empty();

    public Backlog(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /// How many entries have waited for longer than this although no number was given since the last look: 0 while
    /// the numbering goes on, such as that of an older home's log. At most ten thousand are counted.
    public synchronized long stuck(Duration most) {
        long newest = sql.sql(LAST).query(Long.class).single();
        boolean goesOn = last.isEmpty() || newest > last.getAsLong();
        last = OptionalLong.of(newest);
        return goesOn
                ? 0
                : sql.sql(LATE)
                        .param("before", clock.millis() - most.toMillis())
                        .param("most", COUNTED_MOST)
                        .query(Long.class)
                        .single();
    }
}
