package io.carekeep.alarm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// When each duty was last done, by whichever process. The times lie in the database, so that a restart forgets none.
public final class Duties {

    /// How long after its start a process waits before it calls something late that was due while nothing ran.
    private static final Duration GRACE = Duration.ofMinutes(10);

    private static final String BEGIN = """
            insert into alarm.duty (name, done)
            values (:name, :now)
                on conflict (name) do nothing
            """;
    private static final String DONE = """
            insert into alarm.duty (name, done)
            values (:name, :now)
                on conflict (name) do update
               set done = greatest(alarm.duty.done, excluded.done)
            """;
    private static final String LAST = """
            select done
              from alarm.duty
             where name = :name
            """;

    private final JdbcClient sql;
    private final List<Duty> all;
    private final Clock clock;
    private final Instant started;

    /// @param sql outside of any request's transaction
    public Duties(JdbcClient sql, List<Duty> all, Clock clock) {
        this.sql = sql;
        this.all = List.copyOf(all);
        this.clock = clock;
        this.started = clock.instant();
        all.forEach(duty -> write(BEGIN, duty));
    }

    /// Says that it has just been done.
    public void done(Duty duty) {
        write(DONE, duty);
    }

    private void write(String statement, Duty duty) {
        sql.sql(statement)
                .param("name", duty.name())
                .param("now", clock.millis())
                .update();
    }

    /// Those that should have been done by now.
    public List<Duty> late() {
        return all.stream().filter(this::isLate).toList();
    }

    boolean isLate(Duty duty) {
        var grace = duty.within().compareTo(GRACE) < 0 ? duty.within() : GRACE;
        return clock.instant().isAfter(started.plus(grace))
                && clock.instant().isAfter(last(duty).plus(duty.within()));
    }

    private Instant last(Duty duty) {
        return sql.sql(LAST)
                .param("name", duty.name())
                .query((row, _) -> Instant.ofEpochMilli(row.getLong("done")))
                .optional()
                .orElse(started);
    }

    /// For each duty, what looks whether it is late.
    public List<Probe> probes() {
        return all.stream().map(duty -> (Probe) new DutyProbe(duty)).toList();
    }

    /// The same, with how bad it is.
    public List<Watched> watched() {
        return all.stream()
                .map(duty -> new Watched(new DutyProbe(duty), duty.severity()))
                .toList();
    }

    private final class DutyProbe implements Probe {

        private final Duty duty;

        DutyProbe(Duty duty) {
            this.duty = duty;
        }

        @Override
        public Kind kind() {
            return duty.late();
        }

        @Override
        public Finding run(Subject subject) {
            if (!isLate(duty)) {
                return new Finding.Passed();
            }
            var since = Duration.between(last(duty), clock.instant());
            return new Finding.Failed(Evidence.NONE
                    .with("seconds", since.toSeconds())
                    .with("within", duty.within().toSeconds()));
        }
    }
}
