package io.carekeep.server.budget;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Interaction;
import io.carekeep.access.budget.Budgets;
import io.carekeep.access.budget.Canaries;
import io.carekeep.access.budget.CanaryShelf;
import io.carekeep.access.budget.Count;
import io.carekeep.access.budget.Lift;
import io.carekeep.access.budget.Lifts;
import io.carekeep.access.budget.Spending;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.identity.Accounts;
import io.carekeep.store.Store;
import io.carekeep.vault.Vault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody may do about budgets and canaries, each through the gate.
final class BudgetDesk {

    private static final Action OWN = Action.of(Interaction.LIFT_BUDGET);
    private static final Action MANAGE = Action.of(Interaction.MANAGE_BUDGETS);
    private static final int TEXT_LEAST = 10;
    private static final int TEXT_MOST = 2_000;
    private static final int HOURS_MOST = 1_000_000;

    private final Gate gate;
    private final Budgets budgets;
    private final Lifts lifts;
    private final Canaries canaries;
    private final Accounts accounts;
    private final Store store;
    private final Vault vault;

    BudgetDesk(
            Gate gate, Budgets budgets, Lifts lifts, Canaries canaries, Accounts accounts, Store store, Vault vault) {
        this.gate = gate;
        this.budgets = budgets;
        this.lifts = lifts;
        this.canaries = canaries;
        this.accounts = accounts;
        this.store = store;
        this.vault = vault;
    }

    List<Count> own(Caller caller) {
        return gate.pass(caller, OWN, budgets::own);
    }

    Lift liftOwn(Caller caller, @Nullable String why) {
        var sealed = sealed(caller.account(), caller.account(), why);
        return gate.pass(caller, OWN, permit -> lifts.own(permit, sealed));
    }

    List<Spending> list(Caller caller) {
        return gate.pass(caller, MANAGE, budgets::most);
    }

    Spending show(Caller caller, long account) {
        return gate.pass(caller, MANAGE, permit -> budgets.of(permit, account));
    }

    Lift lift(Caller caller, long account, int percent, int hours, @Nullable String why) {
        var sealed = sealed(account, caller.account(), why);
        var time = Duration.ofHours(Math.clamp(hours, 0, HOURS_MOST));
        return gate.pass(caller, MANAGE, permit -> {
            accounts.demand(permit, account);
            return lifts.grant(permit, account, percent, time, sealed);
        });
    }

    private byte[] sealed(long account, long by, @Nullable String why) {
        var text = why == null ? "" : why.strip();
        if (text.length() < TEXT_LEAST || text.length() > TEXT_MOST) {
            throw new Refused(
                    new Problem.Invalid("text", "why, in " + TEXT_LEAST + " to " + TEXT_MOST + " characters"));
        }
        var content = text.getBytes(StandardCharsets.UTF_8);
        var name = "lift".getBytes(StandardCharsets.US_ASCII);
        var beside = ByteBuffer.allocate(name.length + 2 * Long.BYTES)
                .put(name)
                .putLong(account)
                .putLong(by)
                .array();
        return vault.sealer().seal(vault.audit(), content, 0, content.length, beside);
    }

    List<CanaryShelf.Canary> canaries(Caller caller) {
        return gate.pass(caller, MANAGE, canaries::all);
    }

    /// @param patient such as `Patient/1`
    void name(Caller caller, String patient) {
        var key = ResourceKey.ofPatient(patient);
        gate.pass(caller, MANAGE, permit -> {
            canaries.add(permit, number(key), "Patient/" + key.id());
            return true;
        });
    }

    void takeBack(Caller caller, String patient) {
        var key = ResourceKey.ofPatient(patient);
        gate.pass(caller, MANAGE, permit -> {
            canaries.remove(permit, number(key), "Patient/" + key.id());
            return true;
        });
    }

    private long number(ResourceKey key) {
        return store.names().find(key).orElseThrow(() -> new Refused(new Problem.Missing("Patient")));
    }
}
