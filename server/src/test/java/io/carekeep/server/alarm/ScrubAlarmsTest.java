package io.carekeep.server.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.AlarmTrail;
import io.carekeep.access.policy.RulesShelf;
import io.carekeep.alarm.Alarms;
import io.carekeep.alarm.Case;
import io.carekeep.alarm.Cases;
import io.carekeep.alarm.Duties;
import io.carekeep.alarm.Escalation;
import io.carekeep.alarm.Evidence;
import io.carekeep.alarm.Finding;
import io.carekeep.alarm.Journals;
import io.carekeep.alarm.Probes;
import io.carekeep.alarm.Severity;
import io.carekeep.alarm.Subject;
import io.carekeep.audit.AuditLog;
import io.carekeep.server.policy.SealedRules;
import io.carekeep.store.upkeep.Flaw;
import io.carekeep.store.upkeep.ScrubReport;
import io.carekeep.testkit.SetClock;
import io.carekeep.testkit.TestDatabase;
import io.carekeep.vault.FileKeys;
import io.carekeep.vault.Vault;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

final class ScrubAlarmsTest {

    private final TestDatabase test = TestDatabase.create("vault", "audit", "alarm", "access");
    private final SetClock clock = new SetClock(Instant.parse("2026-03-02T10:00:00Z"));
    private final SecureRandom random = new SecureRandom();
    private final Vault vault = Vault.open(
            FileKeys.make(test.home().resolve("test.key"), random),
            test.database().sql(),
            random,
            clock);
    private final Journals journals = new Journals(
            new AlarmTrail(new AuditLog(test.database().app(), vault)),
            new AlarmTrail(new AuditLog(test.database().outsideSource(), vault)));
    private final Escalation escalation = new Escalation(
            Map.of(
                    Severity.CRITICAL, Duration.ofMinutes(15),
                    Severity.WARNING, Duration.ofHours(4),
                    Severity.INFO, Duration.ofDays(3)),
            List.of(Set.of()));
    private final Alarms alarms = new Alarms(test.database(), vault, journals, escalation, clock, random);
    private final Cases cases =
            new Cases(test.database(), vault, journals.within(), escalation, new Probes(List.of()), clock, random);
    private final Duties duties = new Duties(test.database().outside(), List.of(ScrubAlarms.SCRUB), clock);
    private final ScrubAlarms scrub = new ScrubAlarms(alarms, duties);

    @AfterEach
    void close() {
        test.close();
    }

    private static ScrubReport report(long damaged, Flaw... flaws) {
        return new ScrubReport(100, 10, damaged, List.of(flaws), false);
    }

    @Test
    void a_clean_scrub_raises_nothing_and_was_done() {
        clock.pass(Duration.ofDays(3));
        assertThat(duties.late()).containsExactly(ScrubAlarms.SCRUB);
        scrub.scrubbed(report(0));
        assertThat(cases.open()).isEmpty();
        assertThat(duties.late()).isEmpty();
    }

    @Test
    void each_flawed_record_is_a_case_however_many_flaws_it_has() {
        var report = report(
                0,
                new Flaw(8, 2, Flaw.Kind.DAMAGED),
                new Flaw(8, 1, Flaw.Kind.VERSION_MISSING),
                new Flaw(9, 4, Flaw.Kind.NEWEST_MISSING));
        scrub.scrubbed(report);
        scrub.scrubbed(report);
        assertThat(cases.open()).extracting(Case::subject).containsExactly(Subject.of(8), Subject.of(9));
        assertThat(cases.open().getFirst().evidence())
                .isEqualTo(Evidence.NONE
                        .with("flaws", 2)
                        .with("first", Flaw.Kind.DAMAGED)
                        .with("version", 2));
    }

    @Test
    void of_more_records_than_people_can_handle_one_by_one_there_is_one_more_case() {
        scrub.scrubbed(report(
                0,
                LongStream.rangeClosed(1, 500)
                        .mapToObj(number -> new Flaw(number, 1, Flaw.Kind.DAMAGED))
                        .toArray(Flaw[]::new)));
        assertThat(cases.open()).hasSize(ScrubAlarms.RECORDS_MAX + 1);
        assertThat(cases.open().getLast().kind()).isEqualTo(StoreProbe.KIND);
    }

    @Test
    void audit_entries_that_do_not_open_are_a_case() {
        scrub.scrubbed(report(3));
        assertThat(cases.open()).extracting(Case::kind).containsExactly(AuditProbe.KIND);
    }

    @Test
    void a_policy_that_was_altered_or_taken_back_fails_its_check() {
        var shelf = new SealedRules(test.database().sql(), vault);
        var probe = new PolicyProbe(shelf);
        assertThat(probe.run(Subject.NONE)).isEqualTo(new Finding.Passed());
        shelf.add(new RulesShelf.Kept(1, 1, 5, "groups: {surgeon: operates}\nrules: []"));
        shelf.add(new RulesShelf.Kept(2, 2, 5, "groups: {surgeon: operates}\nrules: []"));
        assertThat(probe.run(Subject.NONE)).isEqualTo(new Finding.Passed());
        var owner = JdbcClient.create(test.database().owner());
        owner.sql("update access.policy set account = 6 where version = 2").update();
        assertThat(probe.run(Subject.NONE)).isInstanceOf(Finding.Failed.class);
        owner.sql("update access.policy set account = 5 where version = 2").update();
        assertThat(probe.run(Subject.NONE)).isEqualTo(new Finding.Passed());
        owner.sql("delete from access.policy where version = 2").update();
        assertThat(probe.run(Subject.NONE)).isInstanceOf(Finding.Failed.class);
    }
}
