package io.carekeep.alarm.wiring;

import io.carekeep.alarm.Alarms;
import io.carekeep.alarm.Cases;
import io.carekeep.alarm.Escalation;
import io.carekeep.alarm.Journals;
import io.carekeep.alarm.Probe;
import io.carekeep.alarm.Probes;
import io.carekeep.base.database.Database;
import io.carekeep.vault.Vault;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Builds the parts of this module.
@Configuration(proxyBeanMethods = false)
public class AlarmWiring {

    @Bean
    Escalation escalation(AlarmSettings settings) {
        return new Escalation(settings.deadlines(), List.of(Set.of()));
    }

    @Bean
    Alarms alarms(
            Database database,
            Vault vault,
            Journals journals,
            Escalation escalation,
            Clock clock,
            SecureRandom random) {
        return new Alarms(database, vault, journals, escalation, clock, random);
    }

    @Bean
    Probe caseProbe(Alarms alarms) {
        return alarms.ofCases();
    }

    @Bean
    Cases cases(
            Database database,
            Vault vault,
            Journals journals,
            Escalation escalation,
            List<Probe> probes,
            Clock clock,
            SecureRandom random) {
        return new Cases(database, vault, journals.within(), escalation, new Probes(probes), clock, random);
    }
}
