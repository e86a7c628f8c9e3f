package io.carekeep.server.wiring;

import io.carekeep.access.AnswerWatch;
import io.carekeep.access.DamageWatch;
import io.carekeep.access.ExitWatch;
import io.carekeep.access.Gate;
import io.carekeep.access.Policy;
import io.carekeep.access.Trails;
import io.carekeep.access.policy.Criteria;
import io.carekeep.access.policy.CurrentPolicy;
import io.carekeep.access.policy.Policies;
import io.carekeep.audit.AuditLog;
import io.carekeep.audit.GroupAppender;
import io.carekeep.base.database.Changes;
import io.carekeep.base.database.Database;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.server.management.LocalService;
import io.carekeep.server.management.ManagementServer;
import io.carekeep.server.management.Metrics;
import io.carekeep.server.management.Readiness;
import io.carekeep.server.policy.SealedRules;
import io.carekeep.server.settings.Settings;
import io.carekeep.store.upkeep.Relabel;
import io.carekeep.store.write.ReferenceRule;
import io.carekeep.vault.Vault;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Offers what stands below every module's wiring: database, keys, audit log, gate, clock and randomness.
@Configuration(proxyBeanMethods = false)
class CoreWiring {

    private static final int SECRET_BYTES = 32;

    private final Foundation foundation;

    CoreWiring(Foundation foundation) {
        this.foundation = foundation;
    }

    @Bean
    Settings settings() {
        return foundation.settings();
    }

    @Bean
    Clock clock() {
        return foundation.clock();
    }

    @Bean
    SecureRandom random() {
        return foundation.random();
    }

    /// The zone of dates without an offset.
    @Bean
    ZoneId siteTimeZone() {
        return foundation.settings().siteTimeZone();
    }

    @Bean
    ReferenceRule referenceRule() {
        return foundation.settings().referencesMustExist() ? ReferenceRule.MUST_EXIST : ReferenceRule.ANY;
    }

    // The foundation closes it, after everything that uses it.
    @Bean(destroyMethod = "")
    Database database() {
        return foundation.database();
    }

    @Bean(destroyMethod = "")
    DataSource dataSource(Database database) {
        return database.app();
    }

    @Bean
    JdbcClient sql(Database database) {
        return database.sql();
    }

    @Bean
    TransactionTemplate transactions(Database database) {
        return database.transactions();
    }

    @Bean
    Vault vault() {
        return foundation.vault();
    }

    @Bean
    AuditLog auditLog(DataSource database, Vault vault) {
        return new AuditLog(database, vault);
    }

    @Bean
    Trails trails(AuditLog log) {
        return new Trails(log);
    }

    // The numbering ends after it, with its last entries.
    @Bean
    @DependsOn("numbering")
    GroupAppender groupAppender(AuditLog log) {
        return new GroupAppender(log);
    }

    @Bean
    Criteria criteria(SearchParser searches) {
        return new Criteria(searches);
    }

    @Bean
    Changes changes(Database database) {
        return Changes.of(database);
    }

    // What it reads of itself must not wait for a connection that a request holds.
    @Bean
    CurrentPolicy policy(Database database, Vault vault, Criteria criteria, ZoneId zone, Clock clock, Changes changes) {
        var shelf = new SealedRules(database.looks(), vault);
        var policy = new CurrentPolicy(
                shelf, criteria, () -> LocalDateTime.ofInstant(clock.instant(), zone), System::nanoTime);
        changes.tell("policy", _ -> policy.changed());
        return policy;
    }

    @Bean
    Policies policies(JdbcClient sql, Vault vault, Criteria criteria, Clock clock, Relabel relabel) {
        return new Policies(new SealedRules(sql, vault), criteria, clock, relabel::announce);
    }

    @Bean
    Gate gate(
            Policy policy,
            AuditLog log,
            GroupAppender appender,
            Database database,
            Clock clock,
            DamageWatch damage,
            ExitWatch exit,
            AnswerWatch answers) {
        var watches = new Gate.Watches(damage, exit, answers);
        return new Gate(policy, log, appender, database.writes(), clock, watches);
    }

    @Bean
    PrometheusMeterRegistry meterRegistry() {
        return Metrics.registry();
    }

    @Bean
    LocalSecret localSecret(SecureRandom random) {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new LocalSecret(HexFormat.of().formatHex(secret));
    }

    @Bean
    Readiness readiness(TransactionTemplate transactions, AuditLog log, Clock clock) {
        return new Readiness(transactions, log, clock);
    }

    @Bean
    ManagementServer managementServer(
            LocalSecret secret,
            Readiness readiness,
            PrometheusMeterRegistry registry,
            DataSource source,
            List<LocalService> services) {
        Metrics.watch(registry, source);
        return new ManagementServer(
                foundation.settings().managementPort(), secret.text(), readiness, registry, services);
    }
}
