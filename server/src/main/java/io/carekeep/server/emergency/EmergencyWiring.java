package io.carekeep.server.emergency;

import io.carekeep.access.emergency.Emergencies;
import io.carekeep.alarm.Alarms;
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
}
