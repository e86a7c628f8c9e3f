package io.carekeep.server.wiring;

import io.carekeep.access.Gate;
import io.carekeep.access.policy.CurrentPolicy;
import io.carekeep.access.policy.Policies;
import io.carekeep.alarm.wiring.AlarmSettings;
import io.carekeep.alarm.wiring.AlarmWiring;
import io.carekeep.audit.wiring.AuditSettings;
import io.carekeep.audit.wiring.AuditWiring;
import io.carekeep.identity.Accounts;
import io.carekeep.identity.Enrolments;
import io.carekeep.identity.tls.ServerCertificate;
import io.carekeep.identity.tls.TlsSource;
import io.carekeep.identity.wiring.IdentitySettings;
import io.carekeep.identity.wiring.IdentityWiring;
import io.carekeep.server.alarm.AlarmServing;
import io.carekeep.server.audit.AuditViewWiring;
import io.carekeep.server.budget.BudgetWiring;
import io.carekeep.server.emergency.EmergencyWiring;
import io.carekeep.server.http.HttpWiring;
import io.carekeep.server.http.PageWiring;
import io.carekeep.server.policy.Explanation;
import io.carekeep.server.policy.Impacts;
import io.carekeep.server.policy.LocalPolicy;
import io.carekeep.server.policy.PolicyWiring;
import io.carekeep.server.release.ReleaseWiring;
import io.carekeep.server.settings.Setting;
import io.carekeep.server.settings.Settings;
import io.carekeep.server.settings.SettingsUnusable;
import io.carekeep.server.settings.Transport;
import io.carekeep.store.Store;
import io.carekeep.store.find.Finding;
import io.carekeep.store.find.RecordCheck;
import io.carekeep.store.upkeep.Erasure;
import io.carekeep.store.upkeep.Reindex;
import io.carekeep.store.upkeep.Relabel;
import io.carekeep.store.wiring.StoreSettings;
import io.carekeep.store.wiring.StoreWiring;
import io.carekeep.vault.Vault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Joins the modules: each has its wiring in this list, and what they need of each other is adapted here.
@Configuration(proxyBeanMethods = false)
@Import({
    CoreWiring.class,
    HttpWiring.class,
    PageWiring.class,
    PolicyWiring.class,
    EmergencyWiring.class,
    AuditViewWiring.class,
    BudgetWiring.class,
    ReleaseWiring.class,
    AlarmServing.class,
    AlarmWiring.class,
    AuditWiring.class,
    IdentityWiring.class,
    StoreWiring.class
})
class ServerWiring {

    @Bean
    IdentitySettings identitySettings(Foundation foundation, Settings settings) {
        var home = foundation.home().folder();
        return new IdentitySettings(home, List.of("carekeep", host()), tls(home, settings));
    }

    private static TlsSource tls(Path home, Settings settings) {
        return switch (settings.transport()) {
            case Transport.SiteCertificate(var certificate, var key) -> new TlsSource.Own(certificate, key);
            case Transport.OwnCertificate _, Transport.Plain _ -> new TlsSource.Local(home.resolve("tls"), host());
        };
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }

    @Bean
    StoreSettings storeSettings(Settings settings) {
        return new StoreSettings(settings.reindexedRows());
    }

    @Bean
    AlarmSettings alarmSettings(Settings settings) {
        return settings.alarm();
    }

    @Bean
    AuditSettings auditSettings(Foundation foundation, Settings settings) {
        var home = foundation.home().folder();
        for (var folder : settings.auditTiles()) {
            if (folder.normalize().startsWith(home)) {
                throw new SettingsUnusable(Setting.AUDIT_TILES.key() + " must name folders outside the home, best on"
                        + " another machine: whoever can change the home could change them too");
            }
        }
        return new AuditSettings(settings.auditTiles());
    }

    @Bean
    LocalKeys localKeys(Vault vault, Reindex reindex, Gate gate) {
        return new LocalKeys(vault, reindex, gate);
    }

    @Bean
    Explanation explanation(CurrentPolicy policy, Accounts accounts, RecordCheck check, Store store) {
        return new Explanation(policy, accounts, check, store.surrogates());
    }

    @Bean
    Impacts impacts(Policies policies, Accounts accounts, Finding finding, Clock clock, ZoneId zone) {
        return new Impacts(policies, accounts, finding.censuses(), clock, zone);
    }

    @Bean
    LocalPolicy localPolicy(
            Policies policies,
            CurrentPolicy policy,
            Explanation explanation,
            Impacts impacts,
            Relabel relabel,
            Gate gate) {
        return new LocalPolicy(policies, policy, explanation, impacts, relabel, gate);
    }

    @Bean
    LocalErasure localErasure(Erasure erasure, Gate gate) {
        return new LocalErasure(erasure, gate);
    }

    @Bean
    LocalAccounts localAccounts(Accounts accounts, Enrolments enrolments, Gate gate, SecureRandom random) {
        return new LocalAccounts(accounts, enrolments, gate, random);
    }

    @Bean
    LocalPeople localPeople(LocalAccounts accounts) {
        return new LocalPeople(accounts);
    }

    @Bean
    LocalAuthority localAuthority(ObjectProvider<ServerCertificate> certificate) {
        return new LocalAuthority(certificate::getObject);
    }

    @Bean
    LocalCertificate localCertificate(ObjectProvider<ServerCertificate> certificate) {
        return new LocalCertificate(certificate::getObject);
    }
}
