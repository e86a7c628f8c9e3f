package io.carekeep.identity.wiring;

import io.carekeep.access.Gate;
import io.carekeep.access.Policy;
import io.carekeep.access.SuspensionTrail;
import io.carekeep.audit.AuditLog;
import io.carekeep.base.database.Changes;
import io.carekeep.identity.AccessTokens;
import io.carekeep.identity.Accounts;
import io.carekeep.identity.ClientSignIn;
import io.carekeep.identity.Enrolments;
import io.carekeep.identity.Lockout;
import io.carekeep.identity.Operator;
import io.carekeep.identity.PasswordRules;
import io.carekeep.identity.PasswordSignIn;
import io.carekeep.identity.signin.CallerArgument;
import io.carekeep.identity.signin.SignInFilter;
import io.carekeep.identity.tls.ServerCertificate;
import io.carekeep.vault.Passwords;
import io.carekeep.vault.Vault;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Builds this module's parts. Controllers are found by scanning; the rest is made here.
@Configuration(proxyBeanMethods = false)
@ComponentScan({"io.carekeep.identity.signin", "io.carekeep.identity.oauth2", "io.carekeep.identity.admin"})
public class IdentityWiring {

    /// Early, yet after what puts a proxy's word on the request.
    public static final int FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

    @Bean
    Passwords passwords(SecureRandom random) {
        return new Passwords(random);
    }

    @Bean
    PasswordRules passwordRules(IdentitySettings settings) {
        return new PasswordRules(settings.siteWords());
    }

    @Bean
    AccessTokens accessTokens(JdbcClient sql, Vault vault, Clock clock, SecureRandom random, Changes changes) {
        var tokens = new AccessTokens(sql, vault, clock, random);
        changes.tell("account", tokens::changed);
        return tokens;
    }

    @Bean
    Lockout lockout(JdbcClient sql, Vault vault, AccessTokens tokens, AuditLog log, Clock clock) {
        return new Lockout(sql, vault, tokens, new SuspensionTrail(log, clock), clock);
    }

    @Bean
    PasswordSignIn passwordSignIn(
            JdbcClient sql, Vault vault, Passwords passwords, AccessTokens tokens, Gate gate, Clock clock) {
        return new PasswordSignIn(sql, vault, passwords, tokens, gate, clock);
    }

    @Bean
    ClientSignIn clientSignIn(JdbcClient sql, Vault vault, Gate gate) {
        return new ClientSignIn(sql, vault, gate);
    }

    @Bean
    Enrolments enrolments(
            JdbcClient sql,
            TransactionTemplate transactions,
            Vault vault,
            Gate gate,
            AccessTokens tokens,
            Passwords passwords,
            PasswordRules rules,
            Clock clock,
            SecureRandom random) {
        return new Enrolments(
                new Enrolments.Parts(sql, transactions, vault, gate, tokens, passwords, rules, clock, random));
    }

    @Bean
    Accounts accounts(
            JdbcClient sql,
            Vault vault,
            AccessTokens tokens,
            Enrolments enrolments,
            Policy policy,
            Clock clock,
            SecureRandom random) {
        return new Accounts(sql, vault, tokens, enrolments, policy, clock, random);
    }

    @Bean
    Operator operator(
            IdentitySettings settings,
            JdbcClient sql,
            Vault vault,
            AccessTokens tokens,
            Gate gate,
            Clock clock,
            SecureRandom random) {
        var operator = new Operator(settings.home(), sql, vault, tokens, gate, clock, random);
        operator.prepare();
        return operator;
    }

    // Lazy: plain HTTP on loopback needs none.
    @Bean
    @Lazy
    ServerCertificate serverCertificate(IdentitySettings settings, Clock clock, SecureRandom random) {
        return ServerCertificate.open(settings.tls(), clock, random);
    }

    @Bean
    FilterRegistrationBean<SignInFilter> signInFilter(AccessTokens tokens, Policy policy) {
        var registration = new FilterRegistrationBean<>(new SignInFilter(tokens, policy));
        registration.setOrder(FILTER_ORDER);
        registration.addUrlPatterns("/*");
        return registration;
    }

    @Bean
    WebMvcConfigurer callerArguments() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerArgument());
            }
        };
    }

    @Bean
    Upkeep identityUpkeep(AccessTokens tokens, Enrolments enrolments, PasswordSignIn people) {
        return new Upkeep(List.of(tokens::removeExpired, enrolments::removeExpired, people::forgetOldAttempts));
    }
}
