package io.carekeep.server.release;

import io.carekeep.access.Gate;
import io.carekeep.access.release.ReleaseProbe;
import io.carekeep.access.release.ReleaseSeal;
import io.carekeep.access.release.Releases;
import io.carekeep.alarm.Alarms;
import io.carekeep.alarm.Probe;
import io.carekeep.base.database.Database;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.identity.Accounts;
import io.carekeep.store.Room;
import io.carekeep.store.find.ResourceSearch;
import io.carekeep.vault.Vault;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Offers releases of records to somebody outside.
@Configuration(proxyBeanMethods = false)
@Import(ReleaseApi.class)
public class ReleaseWiring {

    @Bean
    ReleaseSeal releaseSeal(Vault vault) {
        return new SealedReleases(vault);
    }

    @Bean
    Releases releases(JdbcClient sql, ReleaseSeal seal, Accounts accounts, Alarms alarms, Clock clock) {
        return new Releases(sql, seal, new KnownHands(accounts), alarms, clock);
    }

    @Bean
    Probe releaseProbe(Database database, ReleaseSeal seal) {
        return new ReleaseProbe(database.outside(), seal);
    }

    @Bean
    ReleaseDesk releaseDesk(
            Gate gate,
            Releases releases,
            ResourceSearch search,
            SearchParser parser,
            Room room,
            SecureRandom random,
            Clock clock) {
        return new ReleaseDesk(gate, releases, new ReleaseDesk.Parts(search, parser, room, random, clock));
    }
}
