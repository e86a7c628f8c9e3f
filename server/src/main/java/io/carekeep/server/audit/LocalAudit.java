package io.carekeep.server.audit;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.server.management.LocalService;
import java.util.Set;

/// What the `audit` commands ask of the running server. Who may read the home may do this; nobody has signed in.
final class LocalAudit implements LocalService {

    private static final Caller MACHINE = new Caller(0, Caller.Kind.SERVICE, Set.of(Group.ADMINISTRATOR));

    private final LogQuestions questions;
    private final LogWords words;
    private final Gate gate;

    LocalAudit(LogQuestions questions, LogWords words, Gate gate) {
        this.questions = questions;
        this.words = words;
        this.gate = gate;
    }

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public String answer(String asked) {
        var told = words.answer(MACHINE, asked);
        if (told.isPresent()) {
            return told.get();
        }
        return gate.pass(MACHINE, Action.of(Interaction.VERIFY_LOG), _ -> questions.answer(asked));
    }
}
