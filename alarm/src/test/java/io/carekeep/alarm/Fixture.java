package io.carekeep.alarm;

import io.carekeep.audit.AuditLog;
import io.carekeep.audit.Entry;
import io.carekeep.testkit.SetClock;
import io.carekeep.testkit.TestDatabase;
import io.carekeep.vault.FileKeys;
import io.carekeep.vault.Vault;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Alarms over a real database, with a clock that is set and a probe that passes when it is told to.
public final class Fixture implements AutoCloseable {

    public static final Kind EVENT = new Kind("glass-broken");
    public static final Kind CHECKED = new Kind("row-altered");
    public static final long SUPPORT = 7;
    public static final long OTHER = 8;

    public final SetClock clock = new SetClock(Instant.parse("2026-03-02T10:00:00Z"));
    public final SecureRandom random = new SecureRandom();
    public final TestDatabase test = TestDatabase.create("vault", "audit", "alarm");
    public final Alarms alarms;
    public final Cases cases;
    public final Outbox outbox;
    public final List<Evidence> failing = new ArrayList<>();

    /// @param first the channels that are paged first
    /// @param second those that are paged when nobody took a case
    public Fixture(Set<String> first, Set<String> second) {
        var database = test.database();
        var vault = Vault.open(FileKeys.make(test.home().resolve("test.key"), random), database.sql(), random, clock);
        var journals = new Journals(
                journal(new AuditLog(database.app(), vault)), journal(new AuditLog(database.outsideSource(), vault)));
        var escalation = new Escalation(
                Map.of(
                        Severity.CRITICAL, Duration.ofMinutes(15),
                        Severity.WARNING, Duration.ofHours(4),
                        Severity.INFO, Duration.ofDays(3)),
                List.of(first, second));
        this.alarms = new Alarms(database, vault, journals, escalation, clock, random);
        var probes = new Probes(List.of(new Told(), alarms.ofCases()));
        this.cases = new Cases(database, vault, journals.within(), escalation, probes, clock, random);
        this.outbox = new Outbox(database.outside(), random);
    }

    private final class Told implements Probe {

        @Override
        public Kind kind() {
            return CHECKED;
        }

        @Override
        public Finding run(Subject subject) {
            return failing.isEmpty() ? new Finding.Passed() : new Finding.Failed(failing.getFirst());
        }
    }

    private static Journal journal(AuditLog log) {
        return event -> log.append(List.of(new Entry(event.at().toEpochMilli(), 0, 31, Entry.Outcome.DONE, new byte[] {
            (byte) event.what().number()
        })));
    }

    public static Alarm alarm(Kind kind, Severity severity, Subject subject) {
        return new Alarm(kind, severity, subject, Evidence.NONE.with("flaws", 2));
    }

    public JdbcClient owner() {
        return JdbcClient.create(test.database().owner());
    }

    public long count(String query) {
        return owner().sql(query).query(Long.class).single();
    }

    /// Asks and runs the check, and closes the case if it passes, as the server does.
    public Cases.Step close(long number, long account) {
        var asked = within(() -> cases.ask(number, account));
        var finding = asked.probe().run(asked.subject());
        return within(() -> cases.checked(asked, account, finding));
    }

    /// What a request does within its transaction.
    public <T> T within(java.util.function.Supplier<T> work) {
        return java.util.Objects.requireNonNull(test.database().transactions().execute(_ -> work.get()));
    }

    @Override
    public void close() {
        test.close();
    }
}
