package io.carekeep.access.budget;

import io.carekeep.access.Action;
import io.carekeep.access.AlarmTrail;
import io.carekeep.access.Budget;
import io.carekeep.access.Caller;
import io.carekeep.access.Decision;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Policy;
import io.carekeep.access.Restriction;
import io.carekeep.alarm.Alarms;
import io.carekeep.alarm.Escalation;
import io.carekeep.alarm.Journals;
import io.carekeep.alarm.Severity;
import io.carekeep.audit.AuditLog;
import io.carekeep.audit.GroupAppender;
import io.carekeep.fhir.ResourceType;
import io.carekeep.testkit.SetClock;
import io.carekeep.testkit.TestDatabase;
import io.carekeep.vault.FileKeys;
import io.carekeep.vault.Vault;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A database with gates that hold everybody to one budget.
final class BudgetFixture implements AutoCloseable {

    private final TestDatabase test = TestDatabase.create("vault", "audit", "alarm", "access");
    private final SetClock clock = new SetClock(Instant.parse("2026-05-01T10:10:00Z"));
    private final SecureRandom random = new SecureRandom();
    private final Vault vault = Vault.open(
            FileKeys.make(test.home().resolve("test.key"), random),
            test.database().sql(),
            random,
            clock);
    private final AuditLog log = new AuditLog(test.database().app(), vault);
    private final GroupAppender appender = new GroupAppender(log);
    private final Alarms alarms;
    private final Budget budget;
    private final Set<Long> locked = ConcurrentHashMap.newKeySet();
    private final List<Long> canaries = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong admitted = new AtomicLong();

    BudgetFixture(Budget budget) {
        this.budget = budget;
        var journals = new Journals(
                new AlarmTrail(log), new AlarmTrail(new AuditLog(test.database().outsideSource(), vault)));
        this.alarms = new Alarms(test.database(), vault, journals, escalation(), clock, random);
    }

    private static Escalation escalation() {
        return new Escalation(
                Arrays.stream(Severity.values()).collect(Collectors.toMap(each -> each, _ -> Duration.ofHours(1))),
                List.of(Set.of()));
    }

    /// The gate of one more process.
    Gate gate() {
        var shelf = new MemoryShelf();
        var budgets = new Budgets(
                sql(),
                new OnePolicy(),
                new Canaries(shelf, shelf, clock, nanos::get),
                alarms,
                (account, _) -> locked.add(account),
                clock);
        return new Gate(
                new OnePolicy(),
                log,
                appender,
                test.database().writes(),
                clock,
                new Gate.Watches(_ -> {}, new CountingExit(budgets, admitted), (_, _) -> {}));
    }

    Lifts lifts() {
        return new Lifts(sql(), alarms, clock);
    }

    SetClock clock() {
        return clock;
    }

    JdbcClient sql() {
        return test.database().sql();
    }

    Set<Long> locked() {
        return locked;
    }

    List<Long> canaries() {
        return canaries;
    }

    void sleepUntilCanariesAreLookedAt() {
        nanos.addAndGet(2_000_000_000);
    }

    /// How many answers needed a transaction of their own.
    long transactions() {
        return admitted.get();
    }

    long seen(long account) {
        return count("access.seen where account = " + account);
    }

    long denied(long account) {
        return count("audit.line where outcome = 1 and account = " + account);
    }

    long count(String of) {
        return Objects.requireNonNull(
                sql().sql("select count(*) from " + of).query(Long.class).single());
    }

    /// Open alarms about an account: kind and number.
    List<String> alarms(long account) {
        return sql().sql("select kind || ' ' || subject from alarm.case where account = :account order by 1")
                .param("account", account)
                .query((row, _) -> row.getString(1))
                .list();
    }

    @Override
    public void close() {
        appender.close();
        test.close();
    }

    /// Everybody has the one budget but the operator.
    private final class OnePolicy implements Policy {

        @Override
        public Set<Group> groups() {
            return Set.of(Group.OPERATOR);
        }

        @Override
        public Budget budget(Caller caller) {
            return caller.groups().contains(Group.OPERATOR) ? Budget.OPERATOR : budget;
        }

        @Override
        public Decision decide(Caller caller, Action action) {
            return new Decision.Permitted();
        }

        @Override
        public Restriction restriction(Caller caller, Interaction way, ResourceType type) {
            return new Restriction.Everything();
        }
    }

    private final class MemoryShelf implements CanaryShelf {

        @Override
        public long last() {
            return canaries.size();
        }

        @Override
        public List<Canary> all() {
            return new ArrayList<>(canaries)
                    .stream()
                            .map(each -> new Canary(each, "Patient/" + each, 0, 0))
                            .toList();
        }

        @Override
        public void add(Canary canary) {
            canaries.add(canary.patient());
        }

        @Override
        public void remove(Canary canary) {
            canaries.remove(canary.patient());
        }
    }
}
