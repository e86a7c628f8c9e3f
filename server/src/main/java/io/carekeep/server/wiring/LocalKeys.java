package io.carekeep.server.wiring;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.server.management.LocalService;
import io.carekeep.vault.Vault;
import java.util.Set;

/// What the `key` commands ask of the running server.
final class LocalKeys implements LocalService {

    // Who may read the home may do this; nobody has signed in.
    private static final Caller MACHINE = new Caller(0, Caller.Kind.SERVICE, Set.of(Group.ADMINISTRATOR));

    private final Vault vault;
    private final Gate gate;

    LocalKeys(Vault vault, Gate gate) {
        this.vault = vault;
        this.gate = gate;
    }

    @Override
    public String name() {
        return "key";
    }

    @Override
    public String answer(String asked) {
        return switch (asked) {
            case "list" -> list();
            case "rotate-root" -> rotateRoot();
            default -> throw new Refused(new Problem.Invalid("key", "this server knows list and rotate-root"));
        };
    }

    // The entry is durable before the key changes: a rotation commits on its own, step after step.
    private String rotateRoot() {
        gate.pass(MACHINE, new Action(Interaction.MANAGE_KEYS, null), _ -> true);
        vault.rotateRoot();
        return "every key is wrapped under a new root: keep a copy of the key file, the old copy opens nothing\n";
    }

    private String list() {
        var text = new StringBuilder();
        for (int epoch : vault.epochs()) {
            text.append("epoch ")
                    .append(epoch)
                    .append(epoch == vault.currentEpoch() ? "  current" : "")
                    .append('\n');
        }
        return text.toString();
    }
}
