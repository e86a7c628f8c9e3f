package io.carekeep.server.policy;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.policy.Policies;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.server.management.LocalService;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;

/// What the `policy` commands ask of the running server. Who may read the home may do this; nobody has signed in.
public final class LocalPolicy implements LocalService {

    private static final Caller MACHINE = new Caller(0, Caller.Kind.SERVICE, Set.of(Group.ADMINISTRATOR));

    private final Policies policies;
    private final Gate gate;

    public LocalPolicy(Policies policies, Gate gate) {
        this.policies = policies;
        this.gate = gate;
    }

    @Override
    public String name() {
        return "policy";
    }

    @Override
    public String answer(String asked) {
        var words = asked.split("\n", 2);
        var text = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "show" -> manage(policies::current).text();
            case "list" -> manage(this::list);
            case "check" -> manage(permit -> checked(permit, text));
            case "apply" ->
                manage(permit ->
                        "policy " + policies.apply(permit, text) + " is in force within a second everywhere\n");
            default ->
                throw new Refused(new Problem.Invalid("policy", "this server knows show, list, check and apply"));
        };
    }

    private String checked(Permit permit, String text) {
        var rules = policies.examined(permit, text);
        return "%d groups, %d rules, nothing wrong with them%n"
                .formatted(rules.groups().size(), rules.rules().size());
    }

    private String list(Permit permit) {
        var text = new StringBuilder();
        for (var each : policies.versions(permit)) {
            text.append("policy %d  %s  by account %d%n"
                    .formatted(each.version(), Instant.ofEpochMilli(each.at()), each.account()));
        }
        return text.append("policy 0  as shipped\n").toString();
    }

    private <T> T manage(Function<Permit, T> work) {
        return gate.pass(MACHINE, Action.of(Interaction.MANAGE_POLICY), work);
    }
}
