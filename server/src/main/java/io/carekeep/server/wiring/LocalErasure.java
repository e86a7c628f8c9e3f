package io.carekeep.server.wiring;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.server.management.LocalService;
import io.carekeep.store.upkeep.Erased;
import io.carekeep.store.upkeep.Erasure;
import java.util.Set;

/// What the `erase` command asks of the running server. Who may read the home may do this; nobody has signed in.
final class LocalErasure implements LocalService {

    private static final Caller MACHINE = new Caller(0, Caller.Kind.SERVICE, Set.of(Group.ADMINISTRATOR));

    private final Erasure erasure;
    private final Gate gate;

    LocalErasure(Erasure erasure, Gate gate) {
        this.erasure = erasure;
        this.gate = gate;
    }

    @Override
    public String name() {
        return "erase";
    }

    /// @param asked `Patient/[id]`
    @Override
    public String answer(String asked) {
        int slash = asked.indexOf('/');
        if (!asked.startsWith("Patient/")) {
            throw new Refused(new Problem.Invalid("erase", "Patient/ and an id: only patients are erased"));
        }
        var key = ResourceKey.parse(asked.substring(0, slash), asked.substring(slash + 1));
        var erased =
                gate.pass(MACHINE, new Action(Interaction.ERASE, key.type()), permit -> erasure.erase(permit, key));
        return said(erased);
    }

    private static String said(Erased erased) {
        var text = new StringBuilder()
                .append("versions erased: %,d%nno copy of the database opens them a day from now%n"
                        .formatted(erased.rows()));
        if (!erased.referring().isEmpty()) {
            text.append("records elsewhere that refer to the patient, by number and version:\n");
            erased.referring()
                    .forEach(each -> text.append(each.number())
                            .append(' ')
                            .append(each.version())
                            .append('\n'));
            text.append(erased.more() ? "and more\n" : "");
        }
        return text.toString();
    }
}
