package io.carekeep.identity;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Slows down guessing. An attempt counts as wrong before the password is looked at, so that many at once count
/// too; the right password forgets them all. From the fifth wrong one in a row, each doubles the wait. Names
/// without an account are slowed in the same way.
final class Attempts {

    private static final int FREE = 5;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration WAIT_MAX = Duration.ofMinutes(15);
    private static final Duration REMEMBERED = Duration.ofDays(1);
    // Larger powers of two would exceed the longest wait anyway, and one day a bigint.
    private static final int DOUBLINGS_MAX = 20;

    private static final String BEGIN = """
            insert into identity.attempt as before (name, failures, tried, free)
            values (:name, 1, :now, :now)
                on conflict (name) do update
               set failures = before.failures + 1,
                   tried = :now,
                   free = case when before.failures + 1 < :allowed then :now
                               else :now + least(:longest, :first << least(before.failures + 1 - :allowed, :doublings))
                          end
             where before.free <= :now
            """;
    private static final String FREE_AT = """
            select free
              from identity.attempt
             where name = :name
            """;
    private static final String FORGET = """
            delete from identity.attempt
             where name = :name
            """;
    private static final String FORGET_OLD = """
            delete from identity.attempt
             where tried < :before
            """;

    private final JdbcClient sql;
    private final Clock clock;

    Attempts(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /// Whether an attempt may be made now; if so it counts.
    boolean begin(byte[] name) {
        return sql.sql(BEGIN)
                        .param("name", name)
                        .param("now", clock.millis())
                        .param("allowed", FREE)
                        .param("longest", WAIT_MAX.toMillis())
                        .param("first", FIRST_WAIT.toMillis())
                        .param("doublings", DOUBLINGS_MAX)
                        .update()
                == 1;
    }

    /// What to tell somebody who must wait.
    Refused tooMany(byte[] name) {
        long free = sql.sql(FREE_AT)
                .param("name", name)
                .query((row, _) -> row.getLong("free"))
                .optional()
                .orElse(clock.millis());
        var wait = Duration.ofMillis(Math.max(1000, free - clock.millis()));
        return new Refused(new Problem.TooMany(wait));
    }

    void succeeded(byte[] name) {
        sql.sql(FORGET).param("name", name).update();
    }

    void forgetOld() {
        sql.sql(FORGET_OLD)
                .param("before", clock.millis() - REMEMBERED.toMillis())
                .update();
    }
}
