package io.carekeep.server.policy;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.policy.CurrentPolicy;
import io.carekeep.access.policy.Policies;
import io.carekeep.access.policy.PolicyTests;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.identity.AccountName;
import io.carekeep.server.management.LocalService;
import io.carekeep.store.upkeep.Relabel;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the `policy` commands ask of the running server. Who may read the home may do this; nobody has signed in.
public final class LocalPolicy implements LocalService {

    private static final Caller MACHINE = new Caller(0, Caller.Kind.SERVICE, Set.of(Group.ADMINISTRATOR));

    private static final String LABELLING = "records that were written before get its new labels now, one after the"
            + " other, and are open without them until then: see carekeep policy relabel\n";

    /// How an answer to `relabel` begins until all records have been looked at.
    public static final String UNDER_WAY = "under way";

    private final Policies policies;
    private final CurrentPolicy policy;
    private final Explanation explanation;
    private final Impacts impacts;
    private final Relabel relabel;
    private final Gate gate;

    public LocalPolicy(
            Policies policies,
            CurrentPolicy policy,
            Explanation explanation,
            Impacts impacts,
            Relabel relabel,
            Gate gate) {
        this.policies = policies;
        this.policy = policy;
        this.explanation = explanation;
        this.impacts = impacts;
        this.relabel = relabel;
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
            case "apply" -> applied(text, false);
            case "apply --drop-invariants" -> applied(text, true);
            case "test" -> tested(text);
            case "impact" -> impact(text);
            case "explain" -> explained(text.split("\n", -1));
            case "relabel" -> relabelled();
            case "relabel --again" -> relabelledAgain();
            default ->
                throw new Refused(new Problem.Invalid(
                        "policy", "this server knows show, list, check, test, impact, apply, explain and relabel"));
        };
    }

    private String applied(String text, boolean dropping) {
        var action = Action.of(Interaction.MANAGE_POLICY);
        var asked = dropping ? action.asked("apply --drop-invariants") : action;
        var applied = gate.pass(MACHINE, asked, permit -> policies.apply(permit, text, dropping));
        policy.refresh();
        var line = "policy " + applied.version() + " is in force, in other processes within a second\n";
        var gone = applied.dropped().isEmpty()
                ? ""
                : "gone with it: the invariants " + String.join("; ", applied.dropped()) + "\n";
        return line + gone + (applied.labelling() ? LABELLING : "");
    }

    private String relabelled() {
        var labelled = manage(_ -> relabel.progress());
        var counts = labelled.byLabel().entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .map(each -> "; %s %,d".formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining());
        return "%s: %,d of %,d records looked at, %,d labelled%s%n"
                .formatted(
                        labelled.due() ? UNDER_WAY : "done",
                        labelled.looked(),
                        Math.max(labelled.all(), labelled.looked()),
                        labelled.lacking(),
                        counts);
    }

    private String relabelledAgain() {
        gate.pass(MACHINE, Action.of(Interaction.MANAGE_POLICY).asked("relabel --again"), permit -> {
            relabel.announce(permit);
            return true;
        });
        return relabelled();
    }

    private String checked(Permit permit, String text) {
        var rules = policies.examined(permit, text);
        var counts = "%d groups, %d rules, "
                .formatted(rules.groups().size(), rules.rules().size());
        int invariants = rules.invariants().size();
        return counts + (invariants == 0 ? "" : invariants + " invariants, ") + "nothing wrong with them\n";
    }

    // The first line says how many characters the policy has; its tests come behind it.
    private String tested(String text) {
        var words = text.split("\n", 2);
        int length = Integer.parseInt(words[0]);
        var policyText = words[1].substring(0, length);
        var tests = PolicyTests.read(words[1].substring(length));
        var failed = manage(permit -> tests.stream()
                .map(test -> explanation.failure(permit, policies.tried(permit, policyText, test.at()), test))
                .flatMap(Optional::stream)
                .toList());
        if (!failed.isEmpty()) {
            throw new Refused(new Problem.Conflict("%d of %d tests are not as expected: %s"
                    .formatted(failed.size(), tests.size(), String.join("; ", failed))));
        }
        return tests.size() + " tests, all as expected\n";
    }

    // The first line names an account, or nobody.
    private String impact(String text) {
        var words = text.split("\n", 2);
        var policyText = words.length > 1 ? words[1] : "";
        var only = words[0].isEmpty() ? Optional.<AccountName>empty() : Optional.of(AccountName.parse(words[0]));
        var asked = Action.of(Interaction.MANAGE_POLICY).asked("policy impact " + Policies.mark(policyText));
        var impact = gate.pass(MACHINE, asked, permit -> impacts.of(permit, policyText, only));
        return ImpactText.of(impact, only.isPresent());
    }

    private String explained(String[] words) {
        if (words.length < 3) {
            throw new Refused(new Problem.Invalid("policy", "an account, an interaction and a record"));
        }
        var name = AccountName.parse(words[0]);
        var way = Explanation.way(words[1]);
        var record = Explanation.record(words[2]);
        return manage(permit -> explanation.text(permit, name, way, record));
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
