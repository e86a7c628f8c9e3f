package io.carekeep.identity;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Interaction;
import io.carekeep.access.Policy;
import io.carekeep.access.policy.Criteria;
import io.carekeep.audit.AuditLog;
import io.carekeep.base.database.Changes;
import io.carekeep.fhir.ResourceType;
import io.carekeep.identity.tls.TlsSource;
import io.carekeep.identity.wiring.IdentitySettings;
import io.carekeep.identity.wiring.IdentityWiring;
import io.carekeep.vault.Vault;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// A server of this module alone, with an address that answers who calls.
final class IdentityServer implements AutoCloseable {

    /// Handlers that a caller reaches or doesn't.
    @RestController
    static class Probe {

        private final Gate gate;

        Probe(Gate gate) {
            this.gate = gate;
        }

        @GetMapping("/fhir/Patient")
        String who(Caller caller) {
            return caller.groups().toString();
        }

        @PostMapping("/fhir/Patient")
        String change(Caller caller) {
            return caller.groups().toString();
        }

        @GetMapping("/gate/{way}/{type}")
        String pass(Caller caller, @PathVariable String way, @PathVariable String type) {
            var interaction = Interaction.valueOf(way.toUpperCase(Locale.ROOT));
            var action = new Action(interaction, ResourceType.of(type).orElseThrow());
            return gate.pass(caller, action, _ -> "passed");
        }

        @GetMapping("/fhir/metadata")
        String metadata() {
            return "open";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({IdentityWiring.class, Probe.class})
    static class Application {}

    private final ConfigurableApplicationContext context;

    private IdentityServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /// Starts it over the database, the clock and the keys of a fixture.
    static IdentityServer start(Fixture fixture, Path home) {
        var application = new SpringApplication(Application.class);
        application.setDefaultProperties(Map.of(
                "server.port", "0",
                "server.address", "127.0.0.1",
                "spring.main.banner-mode", "off",
                "logging.level.root", "warn",
                "spring.thymeleaf.prefix", "file:../server/src/main/resources/templates/"));
        application.addInitializers(context -> {
            var beans = (GenericApplicationContext) context;
            var settings =
                    new IdentitySettings(home, List.of(), new TlsSource.Local(home.resolve("tls"), "clinic-box"));
            beans.registerBean(IdentitySettings.class, () -> settings);
            beans.registerBean(JdbcClient.class, () -> fixture.sql);
            beans.registerBean(TransactionTemplate.class, () -> fixture.transactions);
            beans.registerBean(Changes.class, () -> Changes.of(fixture.database));
            beans.registerBean(Vault.class, () -> fixture.vault);
            beans.registerBean(AuditLog.class, () -> fixture.log);
            beans.registerBean(Gate.class, () -> fixture.gate);
            beans.registerBean(Policy.class, () -> fixture.policy);
            beans.registerBean(Criteria.class, () -> Fixture.CRITERIA);
            beans.registerBean(Clock.class, () -> fixture.clock);
            beans.registerBean(SecureRandom.class, () -> fixture.random);
        });
        return new IdentityServer(application.run());
    }

    int port() {
        return Integer.parseInt(Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
    }

    <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
