package io.carekeep.server.emergency;

import io.carekeep.access.emergency.Emergencies;
import io.carekeep.access.emergency.Openings;
import io.carekeep.alarm.Alarms;
import io.carekeep.base.database.Changes;
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
    Emergencies emergencies(JdbcClient sql, Alarms alarms, Clock clock) {
        return new Emergencies(sql, alarms, clock);
    }

    @Bean
    Openings openings(JdbcClient sql, Clock clock, Changes changes) {
        var openings = new Openings(sql, clock);
        changes.tell(Emergencies.CHANGE, openings::changed);
        return openings;
    }

    @Bean
    Banner banner(Openings openings) {
        return new Banner(openings);
    }
}
