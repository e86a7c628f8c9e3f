package io.carekeep.server.wiring;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.server.management.LocalService;
import io.carekeep.store.upkeep.Progress;
import io.carekeep.store.upkeep.Reindex;
import io.carekeep.vault.Vault;
import java.util.Set;

/// What the `key` commands ask of the running server.
final class LocalKeys implements LocalService {

    // Who may read the home may do this; nobody has signed in.
    private static final Caller MACHINE = new Caller(0, Caller.Kind.SERVICE, Set.of(Group.ADMINISTRATOR));

    private final Vault vault;
    private final Reindex reindex;
    private final Gate gate;

    LocalKeys(Vault vault, Reindex reindex, Gate gate) {
        this.vault = vault;
        this.reindex = reindex;
        this.gate = gate;
    }

    @Override
    public String name() {
        return "key";
    }

    // One after the other: a key that is made while the root changes must not stay under the old one.
    @Override
    public synchronized String answer(String asked) {
        return switch (asked) {
            case "list" -> list();
            case "rotate-root" -> rotateRoot();
            case "rotate-tokens" -> rotateTokens();
            default ->
                throw new Refused(new Problem.Invalid("key", "this server knows list, rotate-root and rotate-tokens"));
        };
    }

    // The entry is durable before the key changes: a rotation commits on its own, step after step.
    private String rotateRoot() {
        gate.pass(MACHINE, new Action(Interaction.MANAGE_KEYS, null), _ -> true);
        vault.rotateRoot();
        return "every key is wrapped under a new root: keep a copy of the key file, the old copy opens nothing\n";
    }

    private String rotateTokens() {
        return gate.pass(MACHINE, Action.of(Interaction.MANAGE_KEYS), permit -> {
            reindex.rotateTokens(permit);
            return "a new token key is being brought in, row by row: carekeep key list shows how far it is\n";
        });
    }

    private String list() {
        var text = new StringBuilder();
        for (int epoch : vault.epochs()) {
            text.append("epoch ")
                    .append(epoch)
                    .append(epoch == vault.currentEpoch() ? "  current" : "")
                    .append('\n');
        }
        return text.append(tokens(reindex.progress())).toString();
    }

    private static String tokens(Progress progress) {
        var writing = "token key " + progress.tokens() + "  current";
        var far = ", %,d of %,d rows done%n".formatted(progress.done(), progress.all());
        if (progress.other() == 0) {
            return writing + (progress.walking() ? ", extracted again" + far : "\n");
        }
        return progress.other() > progress.tokens()
                ? writing + "\ntoken key " + progress.other() + "  announced\n"
                : "token key " + progress.other() + "  leaving" + far + writing + "\n";
    }
}
