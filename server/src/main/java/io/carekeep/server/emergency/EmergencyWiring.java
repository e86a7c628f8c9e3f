package io.carekeep.server.emergency;

import io.carekeep.access.emergency.Emergencies;
import io.carekeep.access.emergency.EmergencyProbe;
import io.carekeep.access.emergency.EmergencySeal;
import io.carekeep.access.emergency.Openings;
import io.carekeep.alarm.Alarms;
import io.carekeep.alarm.Probe;
import io.carekeep.base.database.Changes;
import io.carekeep.base.database.Database;
import io.carekeep.vault.Vault;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Offers break the glass over HTTP.
@Configuration(proxyBeanMethods = false)
@Import(EmergencyApi.class)
public class EmergencyWiring {

    @Bean
    EmergencySeal emergencySeal(Vault vault) {
        return new SealedEmergencies(vault);
    }

    @Bean
    Emergencies emergencies(JdbcClient sql, EmergencySeal seal, Alarms alarms, Clock clock) {
        return new Emergencies(sql, seal, alarms, clock);
    }

    @Bean
    Openings openings(JdbcClient sql, EmergencySeal seal, Alarms alarms, Clock clock, Changes changes) {
        var openings = new Openings(sql, seal, alarms, clock);
        changes.tell(Emergencies.CHANGE, openings::changed);
        return openings;
    }

    @Bean
    Probe emergencyProbe(Database database, EmergencySeal seal) {
        return new EmergencyProbe(database.outside(), seal);
    }

    @Bean
    Banner banner(Openings openings) {
        return new Banner(openings);
    }
}
