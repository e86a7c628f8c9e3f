package io.carekeep.server.release;

import io.carekeep.access.Gate;
import io.carekeep.access.release.Releases;
import io.carekeep.fhir.search.SearchParser;
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
    Releases releases(JdbcClient sql, Clock clock) {
        return new Releases(sql, clock);
    }

    @Bean
    ReleaseDesk releaseDesk(
            Gate gate,
            Releases releases,
            ResourceSearch search,
            SearchParser parser,
            Room room,
            Vault vault,
            SecureRandom random,
            Clock clock) {
        return new ReleaseDesk(gate, releases, new ReleaseDesk.Parts(search, parser, room, vault, random, clock));
    }
}
