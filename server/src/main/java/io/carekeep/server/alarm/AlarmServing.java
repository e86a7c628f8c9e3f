package io.carekeep.server.alarm;

import io.carekeep.access.AlarmTrail;
import io.carekeep.access.DamageWatch;
import io.carekeep.access.Gate;
import io.carekeep.access.Trails;
import io.carekeep.alarm.Alarms;
import io.carekeep.alarm.Cases;
import io.carekeep.alarm.Duties;
import io.carekeep.alarm.Duty;
import io.carekeep.alarm.Journals;
import io.carekeep.alarm.Probe;
import io.carekeep.alarm.Severity;
import io.carekeep.alarm.Watched;
import io.carekeep.audit.AuditLog;
import io.carekeep.audit.numbering.Backlog;
import io.carekeep.audit.numbering.Numbering;
import io.carekeep.base.database.Database;
import io.carekeep.server.policy.SealedRules;
import io.carekeep.store.upkeep.Recheck;
import io.carekeep.store.upkeep.Scrub;
import io.carekeep.store.upkeep.ScrubWatch;
import io.carekeep.vault.Vault;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;

/// Gives the alarms the checks of this server, and offers them by command and over HTTP.
@Configuration(proxyBeanMethods = false)
@Import(AlarmApi.class)
public class AlarmServing {

    @Bean
    Journals alarmJournals(AuditLog log, Database database, Vault vault) {
        return new Journals(new AlarmTrail(log), new AlarmTrail(new AuditLog(database.outsideSource(), vault)));
    }

    @Bean
    DamageWatch damageWatch(Alarms alarms) {
        return new DamageAlarms(alarms);
    }

    @Bean
    Handling alarmHandling(Gate gate, Cases cases) {
        return new Handling(gate, cases);
    }

    @Bean
    LocalAlarm localAlarm(Handling handling) {
        return new LocalAlarm(handling);
    }

    @Bean
    Probe rowProbe(Recheck recheck) {
        return new RowProbe(recheck);
    }

    @Bean
    Probe storeProbe(Scrub scrub) {
        return new StoreProbe(scrub);
    }

    @Bean
    Probe auditProbe(Trails trails, TransactionTemplate transactions) {
        return new AuditProbe(trails, transactions);
    }

    @Bean
    NumberingProbe numberingProbe(Database database, Clock clock) {
        return new NumberingProbe(new Backlog(database.outside(), clock));
    }

    @Bean
    Watched numberingWatched(NumberingProbe probe) {
        return new Watched(probe, Severity.CRITICAL);
    }

    @Bean
    TilesProbe tilesProbe(Numbering numbering) {
        return new TilesProbe(numbering);
    }

    @Bean
    Watched tilesWatched(TilesProbe probe) {
        return new Watched(probe, Severity.CRITICAL);
    }

    @Bean
    PolicyProbe policyProbe(Database database, Vault vault) {
        return new PolicyProbe(new SealedRules(database.outside(), vault));
    }

    @Bean
    Watched policyWatched(PolicyProbe probe) {
        return new Watched(probe, Severity.CRITICAL);
    }

    @Bean
    Duty scrubDuty() {
        return ScrubAlarms.SCRUB;
    }

    @Bean
    ScrubWatch scrubWatch(Alarms alarms, Duties duties) {
        return new ScrubAlarms(alarms, duties);
    }
}
