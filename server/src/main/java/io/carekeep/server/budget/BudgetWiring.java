package io.carekeep.server.budget;

import io.carekeep.access.Gate;
import io.carekeep.access.Policy;
import io.carekeep.access.budget.Budgets;
import io.carekeep.access.budget.Canaries;
import io.carekeep.access.budget.Lifts;
import io.carekeep.access.budget.SessionLock;
import io.carekeep.alarm.Alarms;
import io.carekeep.base.database.Database;
import io.carekeep.identity.Accounts;
import io.carekeep.store.Store;
import io.carekeep.vault.Vault;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Offers budgets and canaries.
@Configuration(proxyBeanMethods = false)
@Import(BudgetApi.class)
public class BudgetWiring {

    // What a request looks up beside its own transaction must not wait for its connection.
    @Bean
    Canaries canaries(Database database, Vault vault, Clock clock) {
        return new Canaries(
                new SealedCanaries(database.outside(), vault),
                new SealedCanaries(database.sql(), vault),
                clock,
                System::nanoTime);
    }

    @Bean
    Budgets budgets(JdbcClient sql, Policy policy, Canaries canaries, Alarms alarms, SessionLock lock, Clock clock) {
        return new Budgets(sql, policy, canaries, alarms, lock, clock);
    }

    @Bean
    Lifts lifts(JdbcClient sql, Alarms alarms, Clock clock) {
        return new Lifts(sql, alarms, clock);
    }

    @Bean
    BudgetDesk budgetDesk(
            Gate gate, Budgets budgets, Lifts lifts, Canaries canaries, Accounts accounts, Store store, Vault vault) {
        return new BudgetDesk(gate, budgets, lifts, canaries, accounts, store, vault);
    }

    @Bean
    LocalBudget localBudget(BudgetDesk desk, Accounts accounts, Gate gate) {
        return new LocalBudget(desk, accounts, gate);
    }
}
