package io.carekeep.server.audit;

import io.carekeep.access.Gate;
import io.carekeep.access.Policy;
import io.carekeep.access.emergency.Emergencies;
import io.carekeep.audit.LogReader;
import io.carekeep.audit.note.NoteSigner;
import io.carekeep.audit.tiles.DatabaseTiles;
import io.carekeep.base.database.Database;
import io.carekeep.identity.Accounts;
import io.carekeep.store.Store;
import io.carekeep.store.find.RecordCheck;
import io.carekeep.store.interaction.AuditEvents;
import io.carekeep.vault.Vault;
import java.time.Clock;
import java.time.ZoneId;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Offers what the audit log says of people.
@Configuration(proxyBeanMethods = false)
@Import(LogApi.class)
public class AuditViewWiring {

    @Bean
    LogDesk logDesk(
            Gate gate, Policy policy, Database database, Vault vault, Store store, RecordCheck check, Clock clock) {
        return new LogDesk(gate, policy, new LogReader(database.sql(), vault), store, check, clock);
    }

    @Bean
    Known.Sources logSources(Accounts accounts, Store store, Emergencies emergencies) {
        return new Known.Sources(accounts, store.surrogates(), emergencies);
    }

    @Bean
    AuditEvents auditEvents(LogDesk desk, Accounts accounts, Known.Sources sources, ZoneId siteTimeZone) {
        return new LogEvents(desk, accounts, sources, siteTimeZone);
    }

    @Bean
    LogReports logReports(LogDesk desk, Known.Sources sources, Clock clock) {
        return new LogReports(desk, sources, clock);
    }

    @Bean
    LogWords logWords(
            LogDesk desk,
            LogReports reports,
            Known.Sources sources,
            Accounts accounts,
            Database database,
            Vault vault,
            ZoneId siteTimeZone,
            Clock clock) {
        var report = new ScopeReport(NoteSigner.log(vault.auditSigner()), new DatabaseTiles(database.sql()), clock);
        return new LogWords(reports, new BreachScope(desk, sources, accounts), report, siteTimeZone);
    }

    @Bean
    LocalAudit localAudit(Database database, Vault vault, Gate gate, LogWords words) {
        return new LocalAudit(new LogQuestions(database, vault), words, gate);
    }
}
